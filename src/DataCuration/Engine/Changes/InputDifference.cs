using System.Globalization;
using System.Text.RegularExpressions;

namespace DataCuration;

/// <summary>Names the input files that differ between the shards of finished work and those of a run.</summary>
internal static partial class InputDifference
{
    /// <summary>The suffix of the part that holds the whole hash of a file, where a manifest tells it.</summary>
    public const string ContentSuffix = ".content";

    /// <summary>Compares the parts that describe shards (<see cref="SourceShard"/>).</summary>
    /// <param name="before">The parts of the finished shards.</param>
    /// <param name="now">The parts of the run's shards.</param>
    /// <param name="isPartial">True if not all shards were finished: files that no finished shard names need not be new.</param>
    /// <param name="isNowPartial">True if the run's shards are not all there: files that they do not name need not be gone.</param>
    public static IReadOnlyList<string> Find(IEnumerable<FingerprintPart> before, IEnumerable<FingerprintPart> now, bool isPartial = false,
        bool isNowPartial = false)
    {
        FingerprintPart[] first = [.. before], second = [.. now];
        if (first.AsSpan().SequenceEqual(second)) return [];
        Dictionary<string, InputFile> old = Read(first), current = Read(second);
        var found = new List<string>();
        foreach ((string path, InputFile file) in current)
        {
            if (!old.TryGetValue(path, out InputFile? was))
            {
                if (!isPartial) found.Add($"input file '{path}' is new: {file}");
            }
            else if (was != file)
            {
                found.Add($"input file '{path}': {was} before, {file} now");
            }
        }
        foreach ((string path, InputFile file) in old)
            if (!isNowPartial && !current.ContainsKey(path)) found.Add($"input file '{path}' is gone: {file} before");
        if (found.Count > 0 || isPartial || isNowPartial) return found;
        // The files are the same, and are divided in another way.
        int at = 0;
        while (at < Math.Min(first.Length, second.Length) && first[at] == second[at]) at++;
        return [$"the division of the input into shards: {Show(first, at)} before, {Show(second, at)} now"];
    }

    private static string Show(FingerprintPart[] parts, int at) => at < parts.Length ? $"'{parts[at].Name} = {parts[at].Value}'" : "no more";

    private static Dictionary<string, InputFile> Read(FingerprintPart[] parts)
    {
        var files = new Dictionary<string, InputFile>(StringComparer.Ordinal);
        var segments = new Dictionary<string, string>(StringComparer.Ordinal); // of the shard that is being read
        foreach (FingerprintPart part in parts)
        {
            if (SegmentPattern().Match(part.Value) is { Success: true } match)
            {
                string path = segments[part.Name] = match.Groups["path"].Value;
                files[path] = new(match.Groups["length"].Value, match.Groups["hash"].Value);
            }
            else if (part.Name.EndsWith(ContentSuffix, StringComparison.Ordinal)
                && segments.TryGetValue(part.Name[..^ContentSuffix.Length], out string? described))
            {
                files[described] = files[described] with { Hash = part.Value };
            }
        }
        return files;
    }

    [GeneratedRegex(@"^(?<path>.*) \[-?\d+, -?\d+\) of (?<length>\d+) bytes, (?<hash>.*)$", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex SegmentPattern();

    private sealed record InputFile(string Length, string Hash)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Length} bytes, hash {(Hash.Length > 12 ? Hash[..12] : Hash)}");
    }
}
