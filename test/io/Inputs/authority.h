// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// For tests: makes certificates, of an authority that the test has made too, and
// writes them to files.

#ifndef AUTHORITY_H
#define AUTHORITY_H

#include "../../expect.h"
#include <openssl/pem.h>
#include <openssl/x509v3.h>

struct identity {
  X509 *certificate;
  EVP_PKEY *key;
};

/// What a certificate says. An authority has no names.
struct claim {
  const char *common_name;
  const char *names; ///< as OpenSSL writes them: "DNS:server.test"
  int from, until;   ///< in days from now
};

static void add_extension(X509 *certificate, X509 *issuer, int kind,
                          const char *value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, NULL, NULL, 0);
  X509_EXTENSION *extension =
      X509V3_EXT_conf_nid(NULL, &context, kind, value);
  EXPECT(extension && X509_add_ext(certificate, extension, -1));
  X509_EXTENSION_free(extension);
}

/// Signed by `issuer`; null: by itself.
static struct identity certify(struct claim claim,
                               const struct identity *issuer) {
  static long serial;
  struct identity made = {X509_new(), EVP_EC_gen("P-256")};
  EXPECT(made.certificate && made.key);
  X509 *above = issuer ? issuer->certificate : made.certificate;
  X509_set_version(made.certificate, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(made.certificate), ++serial);
  X509_gmtime_adj(X509_getm_notBefore(made.certificate), claim.from * 86400L);
  X509_gmtime_adj(X509_getm_notAfter(made.certificate), claim.until * 86400L);
  X509_NAME_add_entry_by_txt(
      X509_get_subject_name(made.certificate), "CN", MBSTRING_UTF8,
      (const unsigned char *)claim.common_name, -1, -1, 0);
  X509_set_issuer_name(made.certificate, X509_get_subject_name(above));
  X509_set_pubkey(made.certificate, made.key);
  add_extension(made.certificate, above, NID_basic_constraints,
                claim.names ? "CA:FALSE" : "critical,CA:TRUE");
  if (claim.names)
    add_extension(made.certificate, above, NID_subject_alt_name, claim.names);
  EXPECT(X509_sign(made.certificate, issuer ? issuer->key : made.key,
                   EVP_sha256()));
  return made;
}

static void identity_free(struct identity *identity) {
  X509_free(identity->certificate);
  EVP_PKEY_free(identity->key);
}

/// Where a file of an identity is: "FOLDER/NAME.KIND". One of eight.
static const char *file_of(const char *folder, const char *name,
                           const char *kind) {
  static char paths[8][1000];
  static unsigned used;
  char *path = paths[used++ % 8];
  snprintf(path, sizeof paths[0], "%s/%s.%s", folder, name, kind);
  return path;
}

/// Writes NAME.pem and NAME.key.
static void save(const struct identity *identity, const char *folder,
                 const char *name) {
  FILE *file = fopen(file_of(folder, name, "pem"), "w");
  EXPECT(file && PEM_write_X509(file, identity->certificate) && !fclose(file));
  file = fopen(file_of(folder, name, "key"), "w");
  EXPECT(file && PEM_write_PrivateKey(file, identity->key, NULL, NULL, 0, NULL,
                                      NULL) &&
         !fclose(file));
}

/// Makes, signs and saves.
static void issue(const char *folder, const char *name, struct claim claim,
                  const struct identity *issuer) {
  struct identity made = certify(claim, issuer);
  save(&made, folder, name);
  identity_free(&made);
}

/// An authority in ca.pem that the tests trust, and server.pem of
/// "server.test" and 127.0.0.1.
static struct identity make_authority(const char *folder) {
  struct identity authority =
      certify((struct claim){"Authority", NULL, -1, 30}, NULL);
  save(&authority, folder, "ca");
  issue(folder, "server",
        (struct claim){"A server", "DNS:server.test,IP:127.0.0.1", -1, 30},
        &authority);
  return authority;
}

#endif
