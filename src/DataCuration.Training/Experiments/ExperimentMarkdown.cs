using System.Globalization;
using System.Text;

namespace DataCuration.Training;

/// <summary>Writes a report as Markdown.</summary>
internal static class ExperimentMarkdown
{
    public static string Write(SelectionExperimentReport report)
    {
        var text = new StringBuilder();
        ExperimentRun first = report.Runs[0];
        text.Append("# Selection experiment\n\n");
        text.Append(Format($"Each model has {first.ParameterCount:N0} parameters and is trained for {first.Steps:N0} steps "))
            .Append(Format($"on {report.TokensPerRun:N0} tokens, "))
            .Append(report.Seeds.Count == 1 ? "with one seed" : Format($"with {report.Seeds.Count} seeds"))
            .Append(". Bits per byte on held-out documents: lower is better.\n");
        foreach (string set in report.Sets) WriteSet(text, report, set);
        WriteHeadToHead(text, report);
        WriteRuns(text, report);
        if (report.Warnings.Count > 0)
        {
            text.Append("\n## Warnings\n\n");
            foreach (string warning in report.Warnings) text.Append("- ").Append(MarkdownTable.Escape(warning)).Append('\n');
        }
        return text.ToString();
    }

    private static void WriteSet(StringBuilder text, SelectionExperimentReport report, string set)
    {
        string baseline = report.Selections[0];
        text.Append(Format($"\n## {MarkdownTable.Escape(set)}\n\n"));
        string difference = $">difference to {MarkdownTable.Escape(baseline)}";
        var table = new MarkdownTable("selection", ">bits/byte", ">lowest seed", ">highest seed", difference, ">interval", "outcome");
        foreach (string selection in report.Selections)
        {
            double[] seeds = [.. report.Runs.Where(run => run.Selection == selection).Select(run => run.Evaluations[set].BitsPerByte)];
            double mean = ExperimentStatistics.Mean(report.Runs, selection, set).BitsPerByte;
            string[] compared = selection == baseline ? ["", "", ""] : Cells(report.Compare(selection, baseline, set));
            table.Add([selection, Format($"{mean:F4}"), Format($"{seeds.Min():F4}"), Format($"{seeds.Max():F4}"), .. compared]);
        }
        text.Append(table);
        string[] strata = [.. report.Comparisons.Where(one => one.Set == set).Select(one => one.Stratum).OfType<string>().Distinct(StringComparer.Ordinal)];
        if (strata.Length == 0) return;
        text.Append('\n');
        var byStratum = new MarkdownTable("stratum", "selection", ">documents", ">bits/byte", difference, ">interval", "outcome");
        foreach (string stratum in strata)
        {
            foreach (string selection in report.Selections.Skip(1))
            {
                ExperimentComparison one = report.Compare(selection, baseline, set, stratum);
                byStratum.Add([stratum, selection, MarkdownTable.Number(one.Difference.Documents), Format($"{one.CandidateBitsPerByte:F4}"), .. Cells(one)]);
            }
        }
        text.Append(byStratum);
    }

    private static void WriteHeadToHead(StringBuilder text, SelectionExperimentReport report)
    {
        if (report.Selections.Count < 2) return;
        text.Append(Format($"\n## Head to head\n\nOver sets, or over strata if a set has them: a tie if the {report.Comparisons[0].Difference.Confidence:P0} "))
            .Append("interval of the paired bootstrap over documents contains 0.\n\n");
        var table = new MarkdownTable("selection", "against", ">wins", ">ties", ">losses");
        for (int i = 0; i < report.Selections.Count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                (int wins, int ties, int losses) = report.CountOutcomes(report.Selections[i], report.Selections[j]);
                int all = wins + ties + losses;
                table.Add(report.Selections[i], report.Selections[j], Share(wins, all), Share(ties, all), Share(losses, all));
            }
        }
        text.Append(table);

        static string Share(int part, int all) => Format($"{part} ({MarkdownTable.Percent(part, all)})");
    }

    private static void WriteRuns(StringBuilder text, SelectionExperimentReport report)
    {
        text.Append("\n## Runs\n\n");
        var table = new MarkdownTable(["run", ">tokens of the selection", ">tokens read", ">passes", ">seconds",
            .. report.Sets.Select(set => $">{MarkdownTable.Escape(set)}")]);
        foreach (ExperimentRun run in report.Runs)
            table.Add([run.Name, MarkdownTable.Number(run.SelectionTokens), MarkdownTable.Number(run.TokensSeen), Format($"{run.Passes:F2}"),
                Format($"{run.Seconds:F0}"), .. report.Sets.Select(set => Format($"{run.Evaluations[set].BitsPerByte:F4}"))]);
        text.Append(table);
    }

    private static string[] Cells(ExperimentComparison one) =>
        [Format($"{one.Difference.Mean:+0.0000;-0.0000}"), Format($"[{one.Difference.Low:+0.0000;-0.0000}, {one.Difference.High:+0.0000;-0.0000}]"),
            ExperimentTables.NameOf(one.Outcome)];

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
