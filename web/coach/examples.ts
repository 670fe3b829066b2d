/** The commands of the worksheet's page on socat, as it prints them, to be clicked. Facts of the sheet. */
export const EXAMPLES: readonly string[] = [
  '$ socat STDIO TCP:192.168.0.1:80',
  '$ socat TCP-LISTEN:60567, reuseaddr STDIO',
  '$ socat OPEN:mon_fichier TCP:192.168.0.1:6789',
  '$ socat TCP-LISTEN:60567 OPEN:mon_fichier, create',
  '$ socat OPEN:contenu_paquet UDP-SENDTO:agate.unilim.fr:60567',
  '$ socat udp-recvfrom:60567 OPEN:contenu_paquet, create',
  '$ socat -d -d ...',
  '$ socat -T 1 TCP-LISTEN:60567 STDIO',
]
