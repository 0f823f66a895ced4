using System.Text.Json;

namespace DataCuration.Conformance;

/// <summary>
/// Checks odd input. NOTES.md of the vectors defines the expected results. Byte order marks, blank lines, all line ends, NaN literals, repeated keys and a
/// missing
/// last line end are accepted. A line that is not a record is quarantined. An empty target is refused, and so is a selection for which no document is long
/// enough. If the requested number exceeds the documents that pass, all
/// of them are selected, with a warning. Where the reference succeeded, its weights and bytes are expected; elsewhere, those of a plain re-implementation
/// on the
/// accepted records.
/// </summary>
internal static class ErrorCaseJudge
{
    private const double WeightTolerance = 1e-12;

    public static async Task JudgeAsync(string path, JudgeReport report, CancellationToken cancellationToken)
    {
        string file = Path.GetFileName(path);
        foreach (JsonElement item in VectorReading.Load(path).GetProperty("cases").EnumerateArray())
            await report.CaseAsync(file, item.Text("name"), judge => JudgeAsync(item, judge, cancellationToken)).ConfigureAwait(false);
    }

    private static async Task JudgeAsync(JsonElement item, CaseJudge judge, CancellationToken cancellationToken)
    {
        ReferenceParameters parameters = ReferenceParameters.Read(item);
        // The vectors do not say how these runs selected; none depends on noise.
        if (!item.Has("top_k", out _)) parameters = parameters with { TopK = true };
        byte[] raw = Convert.FromHexString(item.Text("raw_hex"));
        byte[] target = Convert.FromHexString(item.Text("target_hex"));
        ExpectedRecords rawRecords = ExpectedRecords.Read(raw);
        ExpectedRecords targetRecords = ExpectedRecords.Read(target);
        double[]? weights = item.Has("weights", out JsonElement given) ? given.Doubles() : null;
        DirectoryInfo inputs = Directory.CreateTempSubdirectory("datacuration-conformance-");
        try
        {
            using var run = new ReferenceRun(parameters, [Write(inputs, "raw.jsonl", raw)], [Write(inputs, "target.jsonl", target)]);
            bool nothingPasses = !rawRecords.Lengths(parameters.NGrams).Any(length => length >= parameters.MinExampleLength);
            bool mustRefuse = nothingPasses || targetRecords.HasNoToken || (weights is not null && Array.Exists(weights, double.IsNaN));
            if (await IsRefusedAsync(run, judge, cancellationToken).ConfigureAwait(false) != mustRefuse)
            {
                judge.Fail("outcome", mustRefuse ? "an error" : "a selection", mustRefuse ? "a selection" : "an error");
                return;
            }
            if (mustRefuse) return;
            judge.Equal("raw faults", rawRecords.Faults, run.RawFaults);
            judge.Equal("target faults", targetRecords.Faults, run.TargetFaults);
            long[] lengths = rawRecords.Lengths(parameters.NGrams);
            judge.Near("weights", weights ?? rawRecords.Weigh(targetRecords, parameters),
                [.. run.Weights.Select(weight => weight.Weights[0])], WeightTolerance, 1);
            judge.Same("lengths", item.Has("lengths", out JsonElement givenLengths) ? givenLengths.Integers()
                : lengths, [.. run.Weights.Select(weight => weight.Tokens)]);
            JudgeSelection(item, parameters, rawRecords, lengths, run, judge);
        }
        finally
        {
            inputs.Delete(recursive: true);
        }
    }

    private static void JudgeSelection(JsonElement item, ReferenceParameters parameters, ExpectedRecords records,
        long[] lengths, ReferenceRun run, CaseJudge judge)
    {
        int passing = lengths.Count(length => length >= parameters.MinExampleLength);
        string got = Convert.ToHexStringLower(run.Outputs[0]);
        if (item.Has("selected_hex", out JsonElement selected)) judge.Equal("selected_hex", selected.GetString()!, got);
        else
        {
            long[] chosen = PlainSelection.Rounds(run.Weights, run.Model.TargetProportions, parameters)[0];
            judge.Equal("selected bytes", Convert.ToHexStringLower(records.Lines(chosen)), got);
        }
        judge.Equal("selected documents", Math.Min(parameters.NumToSample, passing), run.Report.SelectedDocuments);
        if (parameters.NumToSample <= passing) return;
        judge.Equal("report's quota", parameters.NumToSample, run.Report.Quota);
        if (run.Warnings.Count == 0) judge.Fail("warning", "a word that fewer were selected than asked for", "none");
    }

    private static async Task<bool> IsRefusedAsync(ReferenceRun run, CaseJudge judge, CancellationToken cancellationToken)
    {
        try
        {
            await run.FitAsync(cancellationToken).ConfigureAwait(false);
            await run.SelectAsync(cancellationToken).ConfigureAwait(false);
            return false;
        }
        catch (CurationException e)
        {
            if (string.IsNullOrWhiteSpace(e.Message)) judge.Fail("message", "words", "none");
            return true;
        }
    }

    private static string Write(DirectoryInfo folder, string name, byte[] content)
    {
        string path = Path.Combine(folder.FullName, name);
        File.WriteAllBytes(path, content);
        return path;
    }
}
