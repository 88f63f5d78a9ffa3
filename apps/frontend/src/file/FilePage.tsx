export function FilePage() {
  return <p>file</p>;
}
