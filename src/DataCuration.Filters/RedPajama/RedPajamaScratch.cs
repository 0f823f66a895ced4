namespace DataCuration.Filters;

/// <summary>The buffers of <see cref="RedPajamaSignals"/>.</summary>
internal sealed class RedPajamaScratch
{
    private const int MaxKept = 1 << 23;
    private byte[] normal = new byte[1024];

    /// <summary>Numbers the normal words.</summary>
    public WordRuns Words { get; } = new();

    /// <summary>Builds lists in JSON: one for each signal of lines.</summary>
    public RedPajamaLineList[] Lists { get; } = [new(), new(), new(), new(), new(), new()];

    /// <summary>Writes the normal form of a text or of a line.</summary>
    /// <returns>The form, until the next call.</returns>
    public ReadOnlySpan<byte> Normalize(ReadOnlySpan<byte> text)
    {
        int least = TextForms.MaxLength(text.Length);
        if (normal.Length < least || normal.Length > MaxKept) normal = new byte[Math.Max(least, 1024)];
        return normal.AsSpan(0, TextForms.RedPajama(text, normal));
    }
}
