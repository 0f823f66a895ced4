using System.Text.Json;

namespace DataCuration.Conformance;

/// <summary>Checks whole runs: input files, weights, selection and output files. A folder is one case.</summary>
internal static class EndToEndJudge
{
    public const string ExpectedName = "expected.json";
    private const double WeightTolerance = 1e-12;

    public static Task JudgeAsync(string folder, JudgeReport report, CancellationToken cancellationToken)
    {
        string name = $"{Path.GetFileName(Path.TrimEndingDirectorySeparator(folder))}/{ExpectedName}";
        JsonElement expected = VectorReading.Load(Path.Combine(folder, ExpectedName));
        string id = expected.Has("id", out JsonElement given) ? given.GetString()! : name;
        return report.CaseAsync(name, id, judge => JudgeAsync(folder, expected, judge, cancellationToken));
    }

    private static async Task JudgeAsync(string folder, JsonElement expected, CaseJudge judge, CancellationToken cancellationToken)
    {
        ReferenceParameters parameters = ReferenceParameters.Read(expected.GetProperty("params"));
        string[] rawNames = expected.GetProperty("raw_files").Strings();
        string[] rawFiles = [.. rawNames.Select(name => Path.Combine(folder, name))];
        using var run = new ReferenceRun(parameters, rawFiles, [.. expected.GetProperty("target_files").Strings().Select(name => Path.Combine(folder, name))]);
        await run.FitAsync(cancellationToken).ConfigureAwait(false);
        await run.SelectAsync(cancellationToken).ConfigureAwait(false);

        judge.Equal("record faults", 0, run.RawFaults + run.TargetFaults);
        if (expected.Has("shards", out JsonElement shards))
        {
            judge.Same(
                "shards",
                [.. shards.EnumerateArray().OrderBy(shard => shard.Integer("overall_idx"))
                    .Select(shard => $"{shard.Text("file")} {shard.Integer("shard_idx")}/{shard.Integer("num_shards")}")],
                [.. run.Shards.Select(shard => shard.Segments[0]).Select(segment =>
                    segment is StridedSegment strided ? $"{strided.Path} {strided.Phase}/{strided.Stride}" : $"{segment.Path} 0/1")]);
        }
        if (expected.Has("global_order_file_line", out JsonElement order))
        {
            long[][] lines = [.. rawFiles.Select(LineStarts)];
            judge.Same(
                "global_order_file_line",
                [.. order.EnumerateArray().Select(pair => (File: (int)pair[0].Integer(), Line: (int)pair[1].Integer()))],
                [.. run.Order.Select(origin => Place(origin, rawNames, lines))]);
        }
        if (expected.Has("lengths_global_order", out JsonElement lengths))
            judge.Same("lengths_global_order", lengths.Integers(), [.. run.Weights.Select(weight => weight.Tokens)]);
        if (expected.Has("log_weights_global_order", out JsonElement weights)) JudgeWeights(weights, run, judge);
        if (expected.Has("target_proportions", out JsonElement proportions))
            judge.Same("target_proportions", proportions.Doubles(), run.Model.TargetProportions.ToArray());
        if (expected.Has("num_passing_length_filter", out JsonElement passing))
            judge.Equal("num_passing_length_filter", passing.Integer(), run.Report.Documents);
        if (expected.Has("chosen_global_indices_per_target", out JsonElement chosen)) JudgeChoice(expected, chosen, parameters, run, judge);
        if (expected.Has("output_files", out JsonElement files)) JudgeFiles(files, run, judge);
    }

    private static void JudgeWeights(JsonElement expected, ReferenceRun run, CaseJudge judge)
    {
        // Numbers, or a list per document if targets are separate.
        double[] flat = [.. expected.EnumerateArray().SelectMany(item => item.ValueKind == JsonValueKind.Array ? item.Doubles() : [item.Number()])];
        judge.Near("log_weights_global_order", flat, [.. run.Weights.SelectMany(weight => weight.Weights)], WeightTolerance, 1);
    }

    private static void JudgeChoice(JsonElement expected, JsonElement chosen, ReferenceParameters parameters, ReferenceRun run, CaseJudge judge)
    {
        long[][] perTarget = [.. chosen.EnumerateArray().Select(VectorReading.Integers)];
        judge.Same("chosen_global_indices (all targets)", [.. perTarget.SelectMany(indices => indices).Order()], run.Chosen);
        IReadOnlyList<long[]> rounds = PlainSelection.Rounds(run.Weights, run.Model.TargetProportions, parameters);
        judge.Equal("chosen_global_indices_per_target", perTarget.Length, rounds.Count);
        for (int k = 0; k < Math.Min(rounds.Count, perTarget.Length); k++)
            judge.Same($"chosen_global_indices_per_target[{k}]", [.. perTarget[k].Order()], rounds[k]);
        if (expected.Has("num_to_sample_per_target", out JsonElement amounts))
            judge.Same("num_to_sample_per_target", amounts.Integers(), PlainSelection.Amounts(run.Model.TargetProportions, parameters.NumToSample));
    }

    private static void JudgeFiles(JsonElement files, ReferenceRun run, CaseJudge judge)
    {
        judge.Equal("output_files (number)", files.GetArrayLength(), run.Outputs.Count);
        int shard = 0;
        foreach (JsonElement file in files.EnumerateArray())
        {
            if (shard == run.Outputs.Count) return;
            byte[] bytes = run.Outputs[shard++];
            string name = file.Text("file");
            if (file.Has("ids", out JsonElement ids)) judge.Same($"output_files.{name}.ids", [.. ids.EnumerateArray().Select(id => id.ToString())], Ids(bytes));
            if (file.Has("sha256", out JsonElement digest)) judge.Equal($"output_files.{name}.sha256", digest.GetString()!, VectorReading.Digest(bytes));
        }
    }

    private static string[] Ids(byte[] jsonl) =>
        [.. System.Text.Encoding.UTF8.GetString(jsonl).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("id").ToString())];

    private static long[] LineStarts(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        var starts = new List<long> { 0 };
        for (int i = 0; i < bytes.Length; i++)
            if (bytes[i] == '\n' || (bytes[i] == '\r' && (i + 1 == bytes.Length || bytes[i + 1] != '\n'))) starts.Add(i + 1);
        return [.. starts];
    }

    private static (int File, int Line) Place(DocumentOrigin origin, string[] names, long[][] lines)
    {
        int file = Array.IndexOf(names, origin.Source);
        if (file < 0) return (-1, -1);
        int line = Array.BinarySearch(lines[file], origin.Offset);
        return (file, line >= 0 ? line : ~line - 1);
    }
}
