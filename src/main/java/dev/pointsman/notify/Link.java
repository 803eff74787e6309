package dev.pointsman.notify;

/** An address that may help, and what it is called. */
public record Link(String href, String text) {}
