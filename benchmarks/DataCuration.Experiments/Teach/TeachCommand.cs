using System.CommandLine;
using System.Globalization;

namespace DataCuration.Experiments.Teach;

/// <summary>The <c>teach</c> command: does EntiGraph's text teach facts that the repeated articles do not?</summary>
internal static class TeachCommand
{
    private static readonly (string Name, Func<ClozeQuestion, bool> Which)[] Kinds =
    [
        ("all", _ => true),
        ("forward", question => question.IsForward),
        ("reverse", question => !question.IsForward),
        .. Enum.GetValues<Relation>().Select(relation =>
            (relation.ToString().ToLowerInvariant(), (Func<ClozeQuestion, bool>)(question => question.Relation == relation))),
    ];

    public static Command Create()
    {
        var options = new ExperimentOptions(defaultSteps: 1_500);
        var tested = new Option<int>("--tested") { Description = "The number of articles that are asked about; at least 10.", DefaultValueFactory = _ => 30 };
        var practice = new Option<int>("--practice") { Description = "The number of articles of the replay.", DefaultValueFactory = _ => 100 };
        var control = new Option<bool>("--control") { Description = "Also train a model on the replay only, which can but guess." };
        var command = new Command("teach", "Trains a small model on EntiGraph texts about invented articles, and one on the articles repeated for the same "
            + "tokens. Asks both cloze questions in wordings that the texts do not have.") { tested, practice, control };
        options.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            ResultLines results = options.Open(parsed, "teach",
                FormattableString.Invariant($"--tested {parsed.GetValue(tested)} --practice {parsed.GetValue(practice)}"));
            var runs = new List<IReadOnlyList<TeachOutcome>>();
            foreach (ulong seed in options.Seeds(parsed))
            {
                using var experiment = new TeachExperiment(seed, parsed.GetValue(tested), parsed.GetValue(practice), options.Steps(parsed));
                runs.Add(await experiment.RunAsync(parsed.GetValue(control), cancellationToken).ConfigureAwait(false));
                results.Add(new { seed, calls = experiment.Calls, tokens = experiment.Tokens });
                foreach (TeachOutcome outcome in runs[^1])
                {
                    results.Add(new
                    {
                        seed,
                        arm = outcome.Arm,
                        questions = outcome.Questions.Count,
                        accuracy = Kinds.ToDictionary(kind => kind.Name, kind => Math.Round(outcome.Accuracy(kind.Which), 4)),
                    });
                }
                Print(FormattableString.Invariant($"seed {seed}"), [runs[^1]], results);
            }
            if (runs.Count > 1) Print("all seeds", runs, results);
        });
        return command;
    }

    /// <summary>Prints the accuracies of all models, and the difference of the first two. Articles of all seeds are drawn together.</summary>
    private static void Print(string name, List<IReadOnlyList<TeachOutcome>> runs, ResultLines results)
    {
        Console.WriteLine(name);
        foreach ((string kind, Func<ClozeQuestion, bool> which) in Kinds)
        {
            (int Right, int Questions)[][] arms =
                [.. Enumerable.Range(0, runs[0].Count).Select(arm => runs.SelectMany(outcomes => outcomes[arm].ByArticle(which)).ToArray())];
            AccuracyDifference difference = AccuracyDifference.Between(arms[1], arms[0]);
            string accuracies = string.Join(", ", arms.Select((groups, arm) => string.Create(CultureInfo.InvariantCulture,
                $"{runs[0][arm].Arm} {(double)groups.Sum(group => group.Right) / groups.Sum(group => group.Questions):P1}")));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  {kind,-8} {accuracies}; "
                    + $"difference {difference.Mean:+0.000;-0.000;0.000} [{difference.Low:+0.000;-0.000;0.000}, {difference.High:+0.000;-0.000;0.000}]"));
            results.Add(new
            {
                seeds = name,
                kind,
                difference = Math.Round(difference.Mean, 4),
                low = Math.Round(difference.Low, 4),
                high = Math.Round(difference.High, 4),
                articles = arms[0].Length,
            });
        }
    }
}
