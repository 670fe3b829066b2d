/**
 * Makes the certificates of the lab's authority and of its TLS listeners. Counterpart: `authority.ts`, which keeps them.
 * ASN.1 is the library's affair; it takes a tenth of a second to load, which only a lab without certificates pays.
 */
import 'reflect-metadata' // the library below asks for it
import * as x509 from '@peculiar/x509'
import { randomBytes, webcrypto } from 'node:crypto'
import { isIP } from 'node:net'
import { hostname } from 'node:os'

/** As PEM (RFC 7468). */
export interface Pair {
  readonly key: string
  readonly certificate: string
}

const DAY = 86_400_000
const AUTHORITY_DAYS = 3650
const CERTIFICATE_DAYS = 90
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }

/** An authority that signs itself. @param now milliseconds since 1970 */
export async function makeAuthority(now: number): Promise<Pair> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
  const name = `CN=Socket Lab ${hostname().replace(/[^\w.-]/g, '')} ${randomBytes(3).toString('hex')}`
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(),
    name,
    ...validity(now, AUTHORITY_DAYS),
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return { key: await toPem(keys.privateKey), certificate: certificate.toString('pem') }
}

/** What the authority vouches for. @param names and addresses that it is for */
export async function makeCertificate(authority: Pair, now: number, names: readonly string[]): Promise<Pair> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
  const issuer = new x509.X509Certificate(authority.certificate)
  const pkcs8 = x509.PemConverter.decodeFirst(authority.key)
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serial(),
    subject: 'CN=localhost',
    issuer: issuer.subject,
    ...validity(now, CERTIFICATE_DAYS),
    signingKey: await webcrypto.subtle.importKey('pkcs8', pkcs8, ALGORITHM, false, ['sign']),
    publicKey: keys.publicKey,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(
        names.map((value) => ({ type: isIP(value) ? ('ip' as const) : ('dns' as const), value })),
      ),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return { key: await toPem(keys.privateKey), certificate: certificate.toString('pem') }
}

/** A day early: the clock of a student's machine may be slow. */
const validity = (now: number, days: number) => ({
  notBefore: new Date(now - DAY),
  notAfter: new Date(now + days * DAY),
})
/** 16 bytes, positive (RFC 5280, 4.1.2.2). */
const serial = (): string => `4${randomBytes(16).toString('hex').slice(1)}`
const toPem = async (key: webcrypto.CryptoKey): Promise<string> =>
  x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY')
