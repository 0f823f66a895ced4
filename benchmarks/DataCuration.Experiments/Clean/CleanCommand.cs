using System.CommandLine;
using System.Globalization;
using DataCuration.Training;

namespace DataCuration.Experiments.Clean;

/// <summary>The <c>clean</c> command: is text that ProX refined better training text?</summary>
internal static class CleanCommand
{
    public static Command Create()
    {
        var options = new ExperimentOptions(defaultSteps: 800);
        var input = new Option<DirectoryInfo[]>("--pages")
        {
            Description = "Folders with gold.json.gz ('articleBody' or 'main_content', and 'url') and html/ID.html.gz.",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        var command = new Command("clean", "Trains a small model on all lines of web pages, and one on the lines that programs of an oracle keep, for the same "
            + "tokens. Both predict the known-good text of pages of other sites.") { input };
        options.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            ResultLines results = options.Open(parsed, "clean", "--pages PAGES");
            LabelledPage[] pages = [.. parsed.GetValue(input)!.SelectMany(LabelledPage.Read)];
            Describe(pages, results);
            using var experiment = new CleanExperiment(pages, options.Steps(parsed));
            var runs = new List<(EvaluationResult Raw, EvaluationResult Refined)>();
            foreach (ulong seed in options.Seeds(parsed))
            {
                runs.Add(await experiment.RunAsync(seed, cancellationToken).ConfigureAwait(false));
                Print(FormattableString.Invariant($"seed {seed}"), runs[^1].Raw, runs[^1].Refined, results);
            }
            if (runs.Count > 1) Print("all seeds", Join(runs.Select(run => run.Raw)), Join(runs.Select(run => run.Refined)), results);
            results.Add(new { raw_tokens = experiment.RawTokens, refined_tokens = experiment.RefinedTokens });
        });
        return command;
    }

    /// <summary>Joins the results of several seeds: a page's bits are the sum over the seeds, so that a page is drawn with all of its results.</summary>
    internal static EvaluationResult Join(IEnumerable<EvaluationResult> results) =>
        new([.. results.SelectMany(result => result.Documents).GroupBy(document => document.Id).Select(page => new DocumentEvaluation
        {
            Id = page.Key,
            Bits = page.Sum(document => document.Bits),
            Utf8Bytes = page.Sum(document => document.Utf8Bytes),
            Tokens = page.Sum(document => document.Tokens),
        })]);

    private static void Describe(LabelledPage[] pages, ResultLines results)
    {
        LabelledPage[] trained = [.. pages.Where(page => !page.IsHeldOut && page.Refined.Length > 0)];
        var counts = new
        {
            pages = pages.Length,
            training_pages = trained.Length,
            held_out_pages = pages.Count(page => page.IsHeldOut),
            pages_without_good_line = pages.Count(page => page.Refined.Length == 0),
            raw_lines = trained.Sum(page => page.Raw.Split('\n').Length),
            refined_lines = trained.Sum(page => page.Refined.Split('\n').Length),
            words_per_gold_word = Math.Round(trained.Sum(page => PageWords.Of(page.Refined).Length)
                / (double)trained.Sum(page => PageWords.Of(page.Gold).Length), 3),
        };
        Console.WriteLine(counts);
        results.Add(counts);
    }

    private static void Print(string name, EvaluationResult raw, EvaluationResult refined, ResultLines results)
    {
        BitsPerByteDifference difference = PairedBootstrap.Compare(refined, raw, resamples: 10_000);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name}: raw {raw.BitsPerByte:F4}, refined {refined.BitsPerByte:F4} bits per byte; difference "
            + $"{difference.Mean:+0.0000;-0.0000;0.0000} [{difference.Low:+0.0000;-0.0000;0.0000}, {difference.High:+0.0000;-0.0000;0.0000}]"));
        results.Add(new
        {
            seeds = name,
            raw = Math.Round(raw.BitsPerByte, 4),
            refined = Math.Round(refined.BitsPerByte, 4),
            difference = Math.Round(difference.Mean, 4),
            low = Math.Round(difference.Low, 4),
            high = Math.Round(difference.High, 4),
            held_out_pages = difference.Documents,
        });
    }
}
