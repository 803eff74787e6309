package dev.pointsman.cli.agent;

import java.net.InetSocketAddress;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code HOST:PORT}, or a port alone for this machine's loopback address. */
final class ListenAddress implements ITypeConverter<InetSocketAddress> {

  private static final String LOOPBACK = "127.0.0.1";
  private static final int HIGHEST_PORT = 65_535;

  @Override
  public InetSocketAddress convert(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? LOOPBACK : text.substring(0, colon).replaceAll("[\\[\\]]", "");
    String port = text.substring(colon + 1);
    if (host.isEmpty() || !port.matches("\\d{1,5}") || Integer.parseInt(port) > HIGHEST_PORT) {
      throw new TypeConversionException(
          "'" + text + "' is not HOST:PORT or a port, such as 0.0.0.0:9281");
    }
    var address = new InetSocketAddress(host, Integer.parseInt(port));
    if (address.isUnresolved()) {
      throw new TypeConversionException("the host of '" + text + "' is not known");
    }
    return address;
  }
}
