package dev.pointsman.agent.s3;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A backup, which may be of several objects.
 *
 * @param id its key; where the pattern tells which objects belong together, what it says
 * @param bytes of all its objects
 * @param at when it was made: by its key where that says it, else when its newest object was
 *     stored; where the key says only the day, when on that day it was stored
 * @param newestKey of its objects
 */
record StoredBackup(String id, long bytes, Instant at, String newestKey) {

  /** An object as a listing shows it. */
  record Stored(String key, long bytes, Instant at) {}

  /** The backups that these objects make, the oldest first; objects of nobody are left out. */
  static List<StoredBackup> of(Collection<Stored> objects, @Nullable Pattern pattern) {
    Map<String, StoredBackup> backups = new HashMap<>();
    for (Stored object : objects) {
      StoredBackup backup = of(object, pattern);
      if (backup != null) {
        backups.merge(backup.id(), backup, StoredBackup::with);
      }
    }
    return backups.values().stream()
        .sorted(Comparator.comparing(StoredBackup::at).thenComparing(StoredBackup::id))
        .toList();
  }

  private static @Nullable StoredBackup of(Stored object, @Nullable Pattern pattern) {
    if (pattern == null) {
      // What some tools put where a folder would be.
      boolean folder = object.bytes() == 0 && object.key().endsWith("/");
      return folder
          ? null
          : new StoredBackup(object.key(), object.bytes(), object.at(), object.key());
    }
    Matcher found = pattern.matcher(object.key());
    if (!found.find()) {
      return null;
    }
    Map<String, Integer> groups = pattern.namedGroups();
    String id = groups.containsKey("backup") ? found.group("backup") : null;
    Instant at = groups.containsKey("year") ? time(found, groups, object.at()) : object.at();
    return at == null
        ? null
        : new StoredBackup(id == null ? object.key() : id, object.bytes(), at, object.key());
  }

  /** The time in a key, or null where it is none. */
  private static @Nullable Instant time(
      Matcher found, Map<String, Integer> groups, Instant storedAt) {
    try {
      Instant told =
          LocalDateTime.of(
                  number(found, groups, "year", 0),
                  number(found, groups, "month", 1),
                  number(found, groups, "day", 1),
                  number(found, groups, "hour", 0),
                  number(found, groups, "minute", 0),
                  number(found, groups, "second", 0))
              .toInstant(ZoneOffset.UTC);
      // A day without an hour would make a backup of 03:00 three hours older than it is.
      boolean dayAlone = has(found, groups, "day") && !has(found, groups, "hour");
      return dayAlone && told.equals(storedAt.truncatedTo(ChronoUnit.DAYS)) ? storedAt : told;
    } catch (DateTimeException | NumberFormatException e) {
      return null; // such as the 30th of February: not a key of a backup
    }
  }

  private static boolean has(Matcher found, Map<String, Integer> groups, String group) {
    return groups.containsKey(group) && found.group(group) != null;
  }

  private static int number(
      Matcher found, Map<String, Integer> groups, String group, int otherwise) {
    return has(found, groups, group) ? Integer.parseInt(found.group(group)) : otherwise;
  }

  private StoredBackup with(StoredBackup other) {
    StoredBackup newer = other.at.isAfter(at) ? other : this;
    return new StoredBackup(id, bytes + other.bytes, newer.at, newer.newestKey);
  }
}
