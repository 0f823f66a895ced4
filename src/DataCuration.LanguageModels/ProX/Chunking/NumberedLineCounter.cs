namespace DataCuration.LanguageModels;

/// <summary>Counts numbered lines with a function.</summary>
internal sealed class NumberedLineCounter : ProXLineCounter
{
    private readonly ProXTokenCount count;
    private readonly string version;

    public NumberedLineCounter(ProXTokenCount count, string version)
    {
        ArgumentNullException.ThrowIfNull(count);
        ArgumentException.ThrowIfNullOrEmpty(version);
        this.count = count;
        this.version = version;
    }

    public override void Count(ReadOnlySpan<byte> utf8Text, ReadOnlySpan<int> starts, Span<int> tokens)
    {
        using var line = new NumberedLine();
        for (int i = 0; i < starts.Length; i++) tokens[i] = count(line.Write(i, LineNumbers.LineAt(utf8Text, starts, i)));
    }

    public override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("kind", "numbered_lines");
        writer.Add("version", version);
    }
}
