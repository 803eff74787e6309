package dev.pointsman.notify;

/**
 * Where a Slack message stands, so that it can be changed in place.
 *
 * @param channel Slack's id of the channel
 * @param ts Slack's id of the message in it
 */
public record MessageRef(String channel, String ts) {}
