import { fetchFilmPictures } from "#src/app/fixes/fetch-film-pictures.ts";
import type { GlobalOptions, Io } from "#src/cli/io.ts";
import { chooseIssues, openProject } from "#src/cli/open-project.ts";
import { printNote } from "#src/cli/print/print.ts";

/** Fetches the pictures of films that issues show. Runs after the edits, which may have turned an address into that of a film. */
export async function fetchFilms(slugs: readonly string[], options: GlobalOptions, io: Io): Promise<void> {
  const project = await openProject(options, io);
  const [{ createPictureFetcher }, { createWeb }] = await Promise.all([
    import("#src/app/posts/fetch-picture.ts"),
    import("#src/app/fetch/follow.ts"),
  ]);
  const web = createWeb(project.newsletter, io.sites);
  const sources = {
    picture: createPictureFetcher(web),
    about: createPictureFetcher(web, "application/json"),
  };
  for (const { file, url, problem } of await fetchFilmPictures(
    project,
    chooseIssues(project, slugs),
    sources,
  ))
    printNote(
      io,
      problem === null
        ? `fetched ${file}  the picture of ${url}`
        : `not fetched ${file}  the picture of ${url}: ${problem}`,
    );
}
