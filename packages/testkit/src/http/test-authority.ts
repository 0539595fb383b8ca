import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getCACertificates, setDefaultCACertificates } from "node:tls";

/** What a server shows, and the key to it; PEM. */
export interface TestCertificate {
  readonly cert: string;
  readonly key: string;
}

export interface CertificateWish {
  /** As OpenSSL writes other names: `IP:127.0.0.1`, `DNS:hall.example`. */
  readonly name: string;
  /** Days from now; below nought it has passed. From yesterday and for ninety days, unless told. */
  readonly from?: number;
  readonly until?: number;
}

/** Somebody who gives out certificates, by OpenSSL, of whom the world knows nothing until it is told to trust them. */
export interface TestAuthority extends Disposable {
  /** A file with its own certificate, as `NODE_EXTRA_CA_CERTS` takes it. */
  readonly file: string;
  issue(wish: CertificateWish): TestCertificate;
  /** Of its own making, and of no authority. */
  selfSigned(wish: Pick<CertificateWish, "name">): TestCertificate;
  /** This process trusts it, as a machine trusts those that came with it. */
  trustHere(): void;
}

const DAY = 86_400_000;
const CONFIG = `[ca]
default_ca = own
[own]
new_certs_dir = issued
database = index
rand_serial = yes
policy = any
default_md = sha256
[any]
commonName = supplied
`;
const NEW_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];

export function testAuthority(): TestAuthority {
  const folder = mkdtempSync(join(tmpdir(), "commonhall-authority-"));
  const openssl = (...words: readonly string[]) => execFileSync("openssl", words, { cwd: folder, stdio: "pipe" });
  const read = (name: string) => readFileSync(join(folder, name), "utf8");
  writeFileSync(join(folder, "config"), CONFIG);
  writeFileSync(join(folder, "index"), "");
  mkdirSync(join(folder, "issued"));
  openssl(
    "req",
    "-x509",
    ...NEW_KEY,
    "-subj",
    "/CN=A test authority",
    "-days",
    "30",
    "-keyout",
    "ca.key",
    "-out",
    "ca",
  );
  let made = 0;
  const before = getCACertificates("default");
  return {
    file: join(folder, "ca"),
    issue({ name, from = -1, until = 90 }) {
      const own = String((made += 1));
      const at = (days: number) => `${new Date(Date.now() + days * DAY).toISOString().replaceAll(/[-:T]|\..*/g, "")}Z`;
      writeFileSync(join(folder, `${own}.names`), `subjectAltName = ${name}\n`);
      openssl("req", "-new", ...NEW_KEY, "-subj", `/CN=${own}`, "-keyout", `${own}.key`, "-out", `${own}.request`);
      const signer = ["-config", "config", "-cert", "ca", "-keyfile", "ca.key", "-extfile", `${own}.names`];
      const dates = ["-startdate", at(from), "-enddate", at(until)];
      openssl("ca", "-batch", "-notext", ...signer, ...dates, "-in", `${own}.request`, "-out", own);
      return { cert: read(own), key: read(`${own}.key`) };
    },
    selfSigned({ name }) {
      const own = String((made += 1));
      const names = ["-addext", `subjectAltName=${name}`];
      openssl("req", "-x509", ...NEW_KEY, "-subj", `/CN=${own}`, ...names, "-keyout", `${own}.key`, "-out", own);
      return { cert: read(own), key: read(`${own}.key`) };
    },
    trustHere: () => setDefaultCACertificates([...before, read("ca")]),
    [Symbol.dispose]() {
      setDefaultCACertificates(before);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
