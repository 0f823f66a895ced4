using DataCuration;
using DataCuration.Deduplication;
using DataCuration.Filters;

namespace CleanCorpus;

/// <summary>Turns raw documents into a filtered, deduplicated and decontaminated corpus.</summary>
internal static class Job
{
    public static async Task<Outcome> RunAsync(Settings settings, CurationRun run, CancellationToken cancellationToken)
    {
        Corpus raw = Corpus.FromJsonl(new JsonlReadOptions { TextField = settings.TextField }, settings.Input);
        var writing = new JsonlWriteOptions { TextField = settings.TextField };

        // 1. One pass: the text is repaired, the filters of the profile judge it, and personal data is replaced.
        Corpus filtered = await raw
            .Pipe(new MojibakeRepair(), new InvisibleCharacterRemover(), new WhiteSpaceNormalizer { MaxBlankLines = 1 })
            .Pipe(settings.CreateFilters())
            .Pipe(new PersonalDataRemover())
            .DropsTo("dropped").WriteJsonlAsync("filtered", run, writing, cancellationToken);
        RunReport filtering = run.Reports[^1];

        // 2. Near duplicates need the whole corpus: a fit finds them, and its list says which documents stay.
        KeepList unique = await filtered.FitAsync(new MinHashDeduplication(), run, cancellationToken);
        DuplicateReport duplicates = await filtered.FitAsync(new DuplicateReportFit(unique) { Examples = 5 * settings.Examples }, run, cancellationToken);
        Corpus once = filtered.Keep(unique, "near_duplicate");

        // 3. Documents that repeat benchmark items go, and all matches are listed.
        ContaminationReport? contamination = null;
        if (settings.Benchmarks.Count > 0)
        {
            Corpus benchmarks = Corpus.FromJsonl(new JsonlReadOptions { TextField = settings.QuestionField }, settings.Benchmarks);
            ContaminationIndex index = await benchmarks.FitAsync(new ContaminationIndexFit
            {
                QueryFields = [ContaminationIndexFit.TextName],
                AnswerFields = [settings.AnswerField],
                IncludeQueries = true,
            }, run, cancellationToken);
            contamination = await once.FitAsync(new ContaminationReportFit(index), run, cancellationToken);
            once = once.Pipe(new ContaminationFilter(index));
        }
        Corpus clean = await once.DropsTo("dropped").WriteJsonlAsync("clean", run, writing, cancellationToken);
        RunReport cleaning = run.Reports[^1];

        // 4. The output and the drops of both passes give the report.
        Corpus all = Corpus.Concat(clean, Corpus.FromDrops(filtering, "dropped"), Corpus.FromDrops(cleaning, "dropped"));
        return new Outcome
        {
            Clean = clean,
            Filtering = filtering,
            Cleaning = cleaning,
            Drops = await all.FitAsync(new DropReportFit { Input = raw, Examples = settings.Examples }, run, cancellationToken),
            Duplicates = duplicates,
            Contamination = contamination,
        };
    }
}
