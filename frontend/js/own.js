/** What an object has itself: a header that people choose may be `constructor`, which every object seems to have. */

/** The value under a key, undefined where the object has none of its own, or is none. */
export function own(object, key) {
  return object && Object.hasOwn(object, key) ? object[key] : undefined;
}
