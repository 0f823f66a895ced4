using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;

namespace DataCuration.Training;

/// <summary>Lists the inputs of a run: options, seed, tokens, initial model, and evaluation sets.</summary>
internal static class ExperimentIdentity
{
    public static IReadOnlyList<FingerprintPart> Of(SelectionExperiment experiment, ulong seed, TokenMixture tokens, EvaluationSets evaluation)
    {
        var writer = new FingerprintWriter();
        writer.Add("backend", experiment.Backend.GetType().FullName);
        (experiment.Training with { Seed = seed }).Describe(experiment.Model, writer);
        if (experiment.Training.InitialModel is { } initial) writer.Add("initial_model", ModelFolderHash.Compute(initial));
        for (int i = 0; i < tokens.Parts.Count; i++)
        {
            writer.BeginScope(string.Create(CultureInfo.InvariantCulture, $"tokens.{i}"));
            writer.Add("content", tokens.Parts[i].Shards.Fingerprint);
            if (tokens.Parts.Count > 1) writer.Add("weight", tokens.Parts[i].Weight);
            writer.EndScope();
        }
        tokens.DescribePhases(writer);
        foreach ((string name, EvaluationSet set) in evaluation.Sets) writer.Add($"evaluation.{name}", HashOf(set));
        return writer.Parts;
    }

    /// <summary>Lists the parts that differ, with both values.</summary>
    public static string Differences(IReadOnlyList<FingerprintPart> before, IReadOnlyList<FingerprintPart> now)
    {
        IEnumerable<string> names = before.Concat(now).Select(part => part.Name).Distinct(StringComparer.Ordinal);
        return string.Join(Environment.NewLine,
            from name in names
            let old = Values(before, name)
            let own = Values(now, name)
            where old != own
            select $"  {name}: {old} before, {own} now");

        static string Values(IEnumerable<FingerprintPart> parts, string name) =>
            string.Join(", ", parts.Where(part => part.Name == name).Select(part => part.Value).DefaultIfEmpty("not set"));
    }

    private static string HashOf(EvaluationSet set)
    {
        var hash = new XxHash128();
        hash.Append(Encoding.UTF8.GetBytes(set.EncoderFingerprint ?? ""));
        Span<long> numbers = stackalloc long[3];
        foreach (EvaluationDocument document in set.Documents)
        {
            (numbers[0], numbers[1], numbers[2]) = (set.StartToken, document.Utf8Bytes, document.Tokens.Length);
            hash.Append(MemoryMarshal.AsBytes(numbers));
            hash.Append(Encoding.UTF8.GetBytes($"{document.Id}\0{document.Stratum}\0"));
            hash.Append(MemoryMarshal.AsBytes(document.Tokens.Span));
        }
        return string.Create(CultureInfo.InvariantCulture, $"{set.Documents.Count} documents, {Convert.ToHexStringLower(hash.GetCurrentHash())}");
    }
}
