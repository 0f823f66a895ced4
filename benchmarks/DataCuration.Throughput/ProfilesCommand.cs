using System.CommandLine;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using DataCuration.Extraction;
using DataCuration.Filters;
using DataCuration.TestKit;

namespace DataCuration.Throughput;

/// <summary>Counts what the named profiles drop and why, and how often the faults that two peers have change the result.</summary>
internal static class ProfilesCommand
{
    public static Command Create()
    {
        var corpus = new Option<string?>("--corpus") { Description = "JSONL files to take the documents from (a pattern)." };
        var pages = new Option<DirectoryInfo[]>("--pages") { Description = "Folders of pages (*.html.gz), whose main content is extracted first." };
        var command = new Command("profiles", "Filters documents by named profiles. Prints a line of JSON for each profile and each reason.") { corpus, pages };
        command.SetAction(async (parsed, token) =>
        {
            var documents = new List<Document>();
            if (parsed.GetValue(corpus) is string pattern)
            {
                using var run = new CurationRun();
                await foreach (Document document in Corpus.FromJsonl(pattern).AsAsyncEnumerable(run, token).ConfigureAwait(false)) documents.Add(document);
            }
            foreach (DirectoryInfo folder in parsed.GetValue(pages) ?? []) documents.AddRange(Extract(folder));
            if (documents.Count == 0)
            {
                Console.Error.WriteLine("There is no document: give --corpus or --pages.");
                return 2;
            }
            Print(new { verb = "profiles", documents = documents.Count, megabytes = Megabytes(documents) });
            foreach ((string name, Func<bool, Stage[]> make, bool hasFaults) in new (string, Func<bool, Stage[]>, bool)[]
            {
                ("DatatroveDefault", _ => FilterProfiles.DatatroveDefault(), false),
                ("FineWeb", _ => FilterProfiles.FineWeb(), false),
                ("GopherPaper", _ => FilterProfiles.GopherPaper(), false),
                ("Dclm", copiesFaults => FilterProfiles.Dclm(copiesFaults: copiesFaults), true),
                ("Dolma", copiesFaults => FilterProfiles.Dolma(copiesFaults: copiesFaults), true),
                ("Dolma, without blank lines", _ => [new DclmNewlines { MaxConsecutive = 1 }, .. FilterProfiles.Dolma()], false),
                ("Nemo", _ => FilterProfiles.Nemo(), false),
                ("RefinedWeb", _ => FilterProfiles.RefinedWeb(), false),
            })
            {
                (string? Reason, Document Document)[] results = Apply(documents, make(false));
                Document[] kept = [.. results.Where(result => result.Reason is null).Select(result => result.Document)];
                Print(new { profile = name, kept = kept.Length, kept_share = Share(kept.Length, documents.Count), kept_megabytes = Megabytes(kept) });
                foreach (IGrouping<string, (string? Reason, Document Document)> reason in results.Where(result => result.Reason is not null)
                    .GroupBy(result => result.Reason!).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal))
                {
                    Print(new
                    {
                        profile = name,
                        reason = reason.Key,
                        dropped = reason.Count(),
                        dropped_share = Share(reason.Count(), documents.Count),
                        megabytes = Megabytes(reason.Select(result => result.Document)),
                    });
                }
                if (!hasFaults) continue;
                (string? Reason, Document Document)[] faulty = Apply(documents, make(true));
                int decisions = 0, texts = 0;
                for (int i = 0; i < results.Length; i++)
                {
                    if (results[i].Reason is null != faulty[i].Reason is null) decisions++;
                    else if (results[i].Reason is null && !results[i].Document.Utf8Text.Span.SequenceEqual(faulty[i].Document.Utf8Text.Span)) texts++;
                }
                Print(new { profile = name, copies_faults = true, other_decisions = decisions, other_texts = texts });
            }
            return 0;
        });
        return command;
    }

    private static (string? Reason, Document Document)[] Apply(List<Document> documents, Stage[] stages)
    {
        StageCalls[] calls = [.. stages.Select(stage => new StageCalls((SynchronousStage)stage))];
        try
        {
            var results = new (string?, Document)[documents.Count];
            for (int i = 0; i < results.Length; i++)
            {
                Document document = documents[i];
                string? reason = null;
                for (int stage = 0; stage < stages.Length && reason is null; stage++)
                {
                    StageResult result = calls[stage].Apply(document);
                    if (result.IsDrop) reason = $"{stages[stage].Name}: {result.Reason}";
                    else document = result.Document ?? document;
                }
                results[i] = (reason, reason is null ? document : documents[i]);
            }
            return results;
        }
        finally
        {
            foreach (StageCalls call in calls) call.Dispose();
        }
    }

    private static IEnumerable<Document> Extract(DirectoryInfo folder)
    {
        var extractor = new HtmlExtractor();
        foreach (FileInfo file in folder.EnumerateFiles("*.html.gz").OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            using var stream = new GZipStream(file.OpenRead(), CompressionMode.Decompress);
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            ReadOnlyMemory<byte> text = extractor.Extract(bytes.ToArray()).Utf8Text;
            if (!text.IsEmpty) yield return new Document(Encoding.UTF8.GetBytes(file.Name), text, DocumentOrigin.None);
        }
    }

    private static double Share(int part, int all) => Math.Round(100.0 * part / all, 2);

    private static double Megabytes(IEnumerable<Document> documents) => Math.Round(documents.Sum(document => (double)document.Utf8Text.Length) / 1e6, 2);

    private static void Print(object line) => Console.WriteLine(JsonSerializer.Serialize(line));
}
