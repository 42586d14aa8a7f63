/** The keys of a shortcut as they are on the keyboard; `words` is how it is said. */
export function Keys({ keys, words }: { keys: readonly string[]; words: string }) {
  return (
    <span className="keys" role="img" aria-label={words}>
      {keys.map((key) => (
        <kbd key={key} aria-hidden="true">
          {key}
        </kbd>
      ))}
    </span>
  );
}
