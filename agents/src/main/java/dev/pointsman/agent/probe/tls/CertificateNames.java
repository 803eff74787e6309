package dev.pointsman.agent.probe.tls;

import io.netty.util.NetUtil;
import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The names that a certificate is for, as RFC 9525 has it: those of subjectAltName alone, and a
 * wildcard only as the whole of the leftmost label.
 */
final class CertificateNames {

  static final CertificateNames NONE = new CertificateNames();

  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  private final List<String> dnsNames = new ArrayList<>();
  private final List<InetAddress> addresses = new ArrayList<>();

  private CertificateNames() {}

  /** Of a certificate; none where its names cannot be read. */
  static CertificateNames of(X509Certificate certificate) {
    var names = new CertificateNames();
    Collection<List<?>> all;
    try {
      all = certificate.getSubjectAlternativeNames();
    } catch (CertificateParsingException e) {
      return names;
    }
    if (all != null) {
      for (List<?> each : all) {
        int type = (Integer) each.get(0);
        if (type == DNS_NAME) {
          names.dnsNames.add(plain((String) each.get(1)));
        } else if (type == IP_ADDRESS) {
          InetAddress address = address((String) each.get(1));
          if (address != null) {
            names.addresses.add(address);
          }
        }
      }
    }
    return names;
  }

  /**
   * Whether it is for a host.
   *
   * @param host a name or an address
   */
  boolean cover(String host) {
    InetAddress address = address(host);
    if (address != null) {
      return addresses.contains(address);
    }
    String wanted = plain(ascii(host));
    return dnsNames.stream().anyMatch(name -> covers(name, wanted));
  }

  /** Whether it has just this name; {@code *.example.com} is covered by the like only. */
  boolean coverDomain(String domain) {
    return domain.startsWith("*.") ? dnsNames.contains(plain(domain)) : cover(domain);
  }

  /** Whether a host is one of those that a domain, maybe with a wildcard, stands for. */
  static boolean isWithin(String domain, String host) {
    return covers(plain(domain), plain(ascii(host)));
  }

  private static boolean covers(String name, String host) {
    if (!name.startsWith("*.")) {
      return name.equals(host);
    }
    int dot = host.indexOf('.');
    return dot > 0 && name.indexOf('.', 2) > 0 && host.substring(dot).equals(name.substring(1));
  }

  private static String plain(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  private static String ascii(String host) {
    try {
      return IDN.toASCII(host);
    } catch (IllegalArgumentException e) {
      return host; // no name that a certificate could have
    }
  }

  private static @Nullable InetAddress address(String text) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
    if (bytes == null) {
      return null;
    }
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e); // its length is right
    }
  }
}
