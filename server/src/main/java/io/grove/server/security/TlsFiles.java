package io.grove.server.security;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The PEM files that one side of TLS uses.
 *
 * @param certificate its certificate, then those that lead to an authority
 * @param key the private key of that certificate, in PKCS #8, not encrypted
 * @param trust certificates of authorities; null when nobody is asked for a certificate
 */
public record TlsFiles(Path certificate, Path key, @Nullable Path trust) {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    /**
     * Reads them all. The key is known to be that of the certificate; whether the certificate is still valid is not
     * looked at, as that is for the other side to judge.
     *
     * @throws TlsFilesException when a file can't be read, holds something else, or key and certificate differ
     */
    public TlsMaterial read() throws TlsFilesException {
        List<X509Certificate> chain = certificates(certificate);
        return new TlsMaterial(
                chain, privateKey(chain.get(0).getPublicKey()), trust == null ? List.of() : certificates(trust));
    }

    private static List<X509Certificate> certificates(Path file) throws TlsFilesException {
        List<X509Certificate> found = new ArrayList<>();
        try {
            ByteArrayInputStream bytes = new ByteArrayInputStream(bytes(file));
            for (Certificate next : CertificateFactory.getInstance("X.509").generateCertificates(bytes)) {
                found.add((X509Certificate) next);
            }
        } catch (CertificateException e) {
            throw new TlsFilesException(file + " does not hold certificates in PEM: " + e.getMessage(), e);
        }
        if (found.isEmpty()) {
            throw new TlsFilesException(file + " does not hold certificates in PEM: it has none");
        }
        return found;
    }

    private PrivateKey privateKey(PublicKey publicKey) throws TlsFilesException {
        Matcher pem = KEY.matcher(new String(bytes(key), StandardCharsets.ISO_8859_1));
        if (!pem.find()) {
            throw new TlsFilesException(key + " does not hold an unencrypted private key in PKCS #8, which begins with"
                    + " -----BEGIN PRIVATE KEY-----; 'openssl pkcs8 -topk8 -nocrypt' makes it from others");
        }
        try {
            PKCS8EncodedKeySpec spec =
                    new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
            PrivateKey privateKey =
                    KeyFactory.getInstance(publicKey.getAlgorithm()).generatePrivate(spec);
            if (isPair(privateKey, publicKey)) {
                return privateKey;
            }
        } catch (InvalidKeySpecException | IllegalArgumentException e) {
            throw notItsKey(e);
        } catch (GeneralSecurityException e) {
            throw new TlsFilesException(
                    certificate + " has a key that can't be used here, " + publicKey.getAlgorithm() + ": "
                            + e.getMessage(),
                    e);
        }
        throw notItsKey(null);
    }

    private TlsFilesException notItsKey(@Nullable Exception cause) {
        String message = key + " does not hold the private key of the certificate in " + certificate;
        return cause == null ? new TlsFilesException(message) : new TlsFilesException(message, cause);
    }

    /** Whether the one verifies what the other signs. */
    private static boolean isPair(PrivateKey privateKey, PublicKey publicKey) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(
                switch (publicKey.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> publicKey.getAlgorithm();
                });
        byte[] anything = {1};
        signature.initSign(privateKey);
        signature.update(anything);
        byte[] signed = signature.sign();
        signature.initVerify(publicKey);
        signature.update(anything);
        return signature.verify(signed);
    }

    private static byte[] bytes(Path file) throws TlsFilesException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new TlsFilesException(file + " does not exist", e);
        } catch (AccessDeniedException e) {
            throw new TlsFilesException(file + " may not be read by this user", e);
        } catch (IOException e) {
            throw new TlsFilesException(file + " can't be read: " + e.getMessage(), e);
        }
    }
}
