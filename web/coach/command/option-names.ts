/**
 * The address options of socat 1.7.4: `GROUPS TYPE: name=alias=alias name …`, an option in one of whose groups an address
 * type is may be given to it. Facts of `socat -hhh`; `names.test.ts` compares them with the socat of the machine.
 * Counterpart: `option-types.ts` reads them. Invariant: names are in lower case, as socat compares them.
 */

export const OPTION_ROWS = `
APPL BOOL: ignoreeof=ignoreof
APPL CONST: cr crnl=crlf
APPL INT: escape
APPL SIZE_T: readbytes=bytes
APPL STRING: lockfile waitlock
BLK,REG OFF64_T: lseek64-cur=seek-cur lseek64-end=seek-end lseek64-set=lseek=lseek64=seek=seek-set
BLK,REG OFF_T: lseek32-cur lseek32-end lseek32-set=lseek32
CHILD BOOL: fork
CHILD INT: max-children=maxchildren
EXEC BOOL: dash=login
EXEC STRING: path
FD BOOL: cloexec cool-write=coolwrite f-setlk-rd=setlk-rd f-setlk-wr=f-setlk=setlk=setlk-wr f-setlkw-rd=setlkw-rd
  f-setlkw-wr=f-setlkw=lock=lockw=setlkw=setlkw-wr flock-ex=flock flock-ex-nb=flock-nb flock-sh flock-sh-nb
FD CONST: end-close=close shut-close shut-down shut-none shut-null
FD GID_T: group-late=gid-l
FD INT: ioctl-void=ioctl
FD INT:BIN: ioctl-bin
FD INT:INT: ioctl-int
FD INT:INTP: ioctl-intp
FD INT:STRING: ioctl-string
FD MODE_T: perm-late
FD UID_T: user-late=uid-l
FD,NAMED GID_T: group=gid
FD,NAMED MODE_T: perm=mode
FD,NAMED UID_T: user=owner=uid
FD,OPEN BOOL: append=o-append async=o-async o-noatime=noatime o-nonblock=ndelay=nonblock=o-ndelay=o_ndelay
FORK BOOL: nofork pipes pty stderr
FORK INT: setpgid=pgid
FORK UNSIGNED-SHORT: fdin fdout
HTTP BOOL: ignorecr proxy-resolve=resolv=resolve
HTTP STRING: proxy-authorization=proxy-auth=proxyauth proxy-authorization-file=proxyauthfile proxyport
INTERFACE BOOL: iff-allmulti=allmulti iff-automedia=automedia iff-broadcast iff-debug iff-loopback=loopback
  iff-master=master iff-multicast=multicast iff-no-pi=no-pi=tun-no-pi iff-noarp=noarp iff-notrailers=notrailers
  iff-pointopoint=pointopoint iff-portsel=portsel iff-promisc=promisc iff-running=running iff-slave=slave iff-up=up
INTERFACE STRING: tun-device tun-name tun-type
IP4,IP6 BIN: ip-options=ipoptions
IP4,IP6 BOOL: ip-transparent=transparent res-debug res-defnames=defnames res-dnsrch=dnsrch res-igntc=igntc
  res-recurse=recurse res-stayopen=stayopen res-usevc=usevc
IP4,IP6 BYTE: ip-multicast-loop=ipmulticastloop=multicast-loop=multicastloop
  ip-multicast-ttl=ipmulticastttl=multicast-ttl=multicastttl
IP4,IP6 INT: ip-freebind=freebind=ipfreebind ip-hdrincl=hdrincl=iphdrincl ip-mtu=ipmtu=mtu
  ip-mtu-discover=ipmtudiscover=mtudiscover ip-pktinfo=ippktinfo=pktinfo ip-pktoptions=ippktoptions=pktoptions=pktopts
  ip-recverr=iprecverr=recverr ip-recvopts=iprecvopts=recvopts ip-recvtos=iprecvtos=recvtos
  ip-recvttl=iprecvttl=recvttl ip-retopts=ipretopts=retopts ip-router-alert=iprouteralert=routeralert ip-tos=iptos=tos
  ip-ttl=ipttl=ttl
IP4,IP6 IP4NAME: ip-multicast-if=multicast-if
IP4,IP6 STRUCT-IP_MREQN: ip-add-membership=add-membership=ip-membership=membership
IP6 INT: ipv6-authhdr=authhdr ipv6-dstopts=dstopts ipv6-hoplimit=hoplimit ipv6-hopopts=hopopts ipv6-pktinfo
  ipv6-recvdstopts=recvdstopts ipv6-recverr ipv6-recvhoplimit=recvhoplimit ipv6-recvhopopts=recvhopopts
  ipv6-recvpathmtu ipv6-recvpktinfo=recvpktinfo ipv6-recvrthdr=recvrthdr ipv6-recvtclass ipv6-rthdr=rthdr ipv6-tclass
  ipv6-unicast-hops=unicast-hops ipv6-v6only=ipv6only=v6only
IP6 STRUCT-IP_MREQN: ipv6-join-group=ipv6-add-membership=join-group
LISTEN INT: backlog
LISTEN STRUCT-TIMEVAL: accept-timeout=listen-timeout
NAMED BOOL: unlink=delete=remove unlink-close unlink-early=new unlink-late
NAMED GID_T: group-early=gid-e
NAMED MODE_T: perm-early umask
NAMED UID_T: user-early=uid-e
OPEN BOOL: o-create=creat=create=o-creat=o_create o-direct=direct=o_direct o-directory=directory=o_directory
  o-dsync=dsync=o_dsync o-excl=excl=o_excl o-largefile=largefile=o_largefile o-noctty=noctty=o_noctty
  o-nofollow=nofollow=o_nofollow o-rdonly=o_rdonly=rdonly o-rdwr=o_rdwr=rdwr o-rsync=o_rsync=rsync o-sync=o_sync=sync
  o-trunc=trunc o-wronly=o_wronly=wronly
OPENSSL BOOL: openssl-no-sni=no-sni=nosni openssl-pseudo=pseudo openssl-verify=verify
OPENSSL STRING: openssl-cafile=cafile openssl-capath=capath openssl-certificate=cert=certificate
  openssl-cipherlist=cipher=cipherlist=ciphers openssl-commonname=cn=commonname openssl-compress=compress
  openssl-dhparam=dh=dhparam=dhparams=openssl-dhparams openssl-egd=egd openssl-key=key
  openssl-max-proto-version=max-version openssl-min-proto-version=min-version openssl-snihost=snihost
PARENT CONST: sighup sigint sigquit
PROCESS BOOL: setsid=sid
PROCESS GID_T: setgid setgid-early
PROCESS STRING: chroot chroot-early
PROCESS UID_T: setuid setuid-early substuser=su substuser-delayed=su-d substuser-early=su-e
PTY BOOL: openpty ptmx pty-wait-slave=wait-slave=waitslave
PTY STRING: symbolic-link=link
PTY STRUCT-TIMESPEC: pty-interval=pty-intervall
RANGE STRING: range tcpwrap-etc=tcpwrap-dir tcpwrap-hosts-allow-table=allow-table=hosts-allow
  tcpwrap-hosts-deny-table=deny-table=hosts-deny
RANGE STRING-NULL: tcpwrappers=libwrap=tcpwrap=tcpwrapper=wrap
REG BOOL: fs-append=ext2-append=ext3-append fs-compr=compr=ext2-compr=ext3-compr
  fs-dirsync=dirsync=ext2-dirsync=ext3-dirsync fs-immutable=ext2-immutable=ext3-immutable=immutable
  fs-journal-data=ext2-journal-data=ext3-journal-data=journal=journal-data fs-noatime=ext2-noatime=ext3-noatime
  fs-nodump=ext2-nodump=ext3-nodump=nodump fs-notail=ext2-notail=ext3-notail fs-secrm=ext2-secrm=ext3-secrm=secrm
  fs-sync=ext2-sync=ext3-sync fs-topdir=ext2-topdir=ext3-topdir=topdir fs-unrm=ext2-unrm=ext3-unrm=unrm
REG OFF64_T: ftruncate64=ftruncate=truncate
REG OFF_T: ftruncate32
RETRY BOOL: forever
RETRY STRUCT-TIMESPEC: interval=intervall
RETRY UNSIGNED-INT: retry
SOCKET BOOL: null-eof
SOCKET INT: fiosetown siocspgrp so-acceptconn=acceptconn so-attach-filter=attach-filter=attachfilter
  so-broadcast=broadcast so-bsdcompat=bsdcompat so-debug=debug so-detach-filter=detach-filter=detachfilter
  so-dontroute=dontroute so-error=error so-keepalive=keepalive so-no-check=no-check=nocheck so-oobinline=oobinline
  so-passcred=passcred so-priority=priority so-protocol=protocol=prototype=so-prototype so-rcvbuf=rcvbuf
  so-rcvbuf-late=rcvbuf-late so-rcvlowat=rcvlowat so-reuseaddr=reuseaddr so-reuseport=reuseport
  so-security-authentication=security-authentication=securityauthentication
  so-security-encryption-network=security-encryption-network=securityencryptionnetwork
  so-security-encryption-transport=security-encryption-transport=securityencryptiontransport so-sndbuf=sndbuf
  so-sndbuf-late=sndbuf-late so-sndlowat=sndlowat so-timestamp=timestamp so-type=socktype=type
SOCKET INT:INT:BIN: setsockopt=sockopt setsockopt-bin=sockopt-bin setsockopt-listen=sockopt-listen
SOCKET INT:INT:INT: setsockopt-int=sockopt-int
SOCKET INT:INT:STRING: setsockopt-string=sockopt-string
SOCKET INT[3]: so-peercred=peercred
SOCKET STRING: bind protocol-family=pf so-bindtodevice=bindtodevice=if=interface
SOCKET STRUCT-LINGER: so-linger=linger
SOCKET STRUCT-TIMEVAL: connect-timeout
SOCKS4 STRING: socksport socksuser
TCP INT: tcp-cork=cork tcp-defer-accept=defer-accept tcp-info=info tcp-keepcnt=keepcnt tcp-keepidle=keepidle
  tcp-keepintvl=keepintvl tcp-linger2=linger2 tcp-maxseg=maxseg=mss tcp-maxseg-late=maxseg-late=mss-late tcp-md5sig
  tcp-nodelay=nodelay tcp-quickack=quickack tcp-syncnt=syncnt tcp-window-clamp=window-clamp
TERMIOS BOOL: brkint bsdly clocal cread crtscts cstopb echo echoctl=ctlecho echoe=crterase echok echoke=crtkill echonl
  echoprt=prterase ffdly flusho hupcl=hup icanon icrnl iexten ignbrk igncr ignpar imaxbel inlcr inpck isig istrip
  iuclc ixany ixoff=tandem ixon nldly noflsh ocrnl ofdel ofill olcuc onlcr onlret onocr opost parenb parmrk parodd
  pendin tiocsctty=ctty tostop vtdly xcase
TERMIOS BYTE: vdiscard=discard veof=eof veol=eol veol2=eol2 verase=erase vintr=intr vkill=kill vlnext=lnext vmin=min
  vquit=quit vreprint=reprint=rprnt vstart=start vstop=stop vsusp=susp vswtc=swtc=swtch vtime=time vwerase=werase
TERMIOS CONST: b0 b1000000 b110 b115200 b1152000 b1200 b134 b150 b1500000 b1800 b19200 b200 b2000000 b230400 b2400
  b2500000 b300 b3000000 b3500000 b38400 b4000000 b460800 b4800 b50 b500000 b57600 b576000 b600 b75 b921600 b9600 bs0
  bs1 cr0 cr1 cr2 cr3 cs5 cs6 cs7 cs8 ff0 ff1 nl0 nl1 raw sane tab0 tab1 tab2 tab3 termios-cfmakeraw=cfmakeraw
  termios-rawer=rawer vt0 vt1 xtabs
TERMIOS UNSIGNED-INT: crdly csize ispeed ospeed tabdly
UDP,TCP,SCTP BOOL: lowport
UDP,TCP,SCTP UNSIGNED-SHORT: sourceport=sp
UNIX BOOL: unix-tightsocklen=tightsocklen
`
