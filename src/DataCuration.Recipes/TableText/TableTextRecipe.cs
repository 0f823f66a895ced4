using DataCuration.Deduplication;
using DataCuration.Filters;

namespace DataCuration.Recipes;

/// <summary>
/// A corpus of the tables in documents: rows that repeat their headers, with the text around the table. The recipe is ours. It follows what published table
/// models share: tables serialized to text (arXiv 2403.20208 writes Markdown), with the text around them. Details: docs/recipe-table-text.md.
/// </summary>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Extraction;
/// using DataCuration.Recipes;
///
/// using var run = new CurationRun();
/// var options = new TableTextOptions { Splitter = new TableTextSplitter { FormatField = "format", CaptionField = "title" } };
/// Corpus tables = await TableTextRecipe.BuildAsync(Corpus.FromJsonl("pages/*.jsonl"), run, options);
/// await tables.WriteJsonlAsync("tables", run);
/// </code>
/// </example>
public static class TableTextRecipe
{
    /// <summary>Builds the corpus. Copies of documents are found here; tables are read when the result is written.</summary>
    /// <param name="documents">Documents that hold tables.</param>
    /// <param name="run">The run that executes the work.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the work. The next run continues.</param>
    /// <returns>The documents of rows.</returns>
    public static async Task<Corpus> BuildAsync(
        Corpus documents, CurationRun run, TableTextOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(documents);
        ArgumentNullException.ThrowIfNull(run);
        options ??= new TableTextOptions();
        // Before the tables are taken out: a keep list names records of the source. Only equal texts, since numbers are the content of a table.
        Corpus once = await RecipeSteps.DeduplicateAsync(documents, run, TextForm.Unchanged, similarity: null, cancellationToken).ConfigureAwait(false);
        return once.Pipe(
            options.Splitter,
            new CharacterCountFilter { Min = options.MinCharacters },
            new NemoNumbersFilter { Max = options.MaxDigitShare });
    }
}
