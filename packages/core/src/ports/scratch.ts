/** Room on a local disk for the time of one piece of work. */
export interface Scratch {
  /** Makes an empty folder, lets the work use it, and removes it whatever happens. */
  use<T>(work: (dir: string) => Promise<T>): Promise<T>;
  /** Makes a folder within one of these and gives its path. */
  folder(dir: string, name: string): Promise<string>;
}
