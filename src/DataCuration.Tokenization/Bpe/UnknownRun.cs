namespace DataCuration.Tokenization;

/// <summary>Unknown characters that have no token yet. With <see cref="BpeSettings.FusesUnknown"/>, those in a row make one token.</summary>
internal ref struct UnknownRun(BpeSettings settings, EncodeScratch scratch)
{
    private int start = -1, end;

    /// <summary>Adds an unknown character.</summary>
    public void Add(int at, int length)
    {
        if (settings.Unknown < 0) return;
        if (start >= 0 && !settings.FusesUnknown) Flush();
        if (start < 0) start = at;
        end = at + length;
    }

    /// <summary>Adds the token of the characters so far.</summary>
    public void Flush()
    {
        if (start >= 0) scratch.Add(settings.Unknown, start, end);
        start = -1;
    }
}
