using System.Globalization;
using System.Text;
using System.Text.Json;

namespace DataCuration.Synthesis;

/// <summary>The counts of a <see cref="ReplayMix"/>: the replay share that was asked for, and the one that was measured.</summary>
public sealed record ReplayMixReport
{
    /// <summary>The share of replay tokens that was asked for.</summary>
    public double RequestedShare { get; init; }

    /// <summary>The number of synthetic documents, all of which are in the mix.</summary>
    public long SyntheticDocuments { get; init; }

    /// <summary>The tokens of the synthetic documents.</summary>
    public long SyntheticTokens { get; init; }

    /// <summary>The number of replay documents in the mix.</summary>
    public long ReplayDocuments { get; init; }

    /// <summary>The tokens of the replay documents in the mix.</summary>
    public long ReplayTokens { get; init; }

    /// <summary>The number of documents in the replay corpus.</summary>
    public long AvailableReplayDocuments { get; init; }

    /// <summary>The tokens of the replay corpus.</summary>
    public long AvailableReplayTokens { get; init; }

    /// <summary>The share of replay tokens in the mix; 0 if the mix is empty.</summary>
    public double MeasuredShare => SyntheticTokens + ReplayTokens == 0 ? 0 : (double)ReplayTokens / (SyntheticTokens + ReplayTokens);

    /// <summary>The replay tokens that the requested share needs.</summary>
    internal double WantedReplayTokens => SyntheticTokens * RequestedShare / (1 - RequestedShare);

    /// <summary>Writes the report as JSON.</summary>
    /// <param name="output">The stream to write to, in UTF-8.</param>
    public void WriteJson(Stream output) => JsonSerializer.Serialize(output, this, MixingJson.Default.ReplayMixReport);

    /// <summary>Reads a report.</summary>
    /// <param name="path">A file that <see cref="WriteJson"/> wrote.</param>
    /// <param name="files">The store that the file is in; null for the local file system.</param>
    public static ReplayMixReport Load(string path, IFileStore? files = null) =>
        JsonSerializer.Deserialize((files ?? LocalFileStore.Instance).ReadAllBytes(path), MixingJson.Default.ReplayMixReport)
        ?? throw new InvalidDataException($"'{path}' is not a report of a replay mix.");

    /// <summary>Returns the report in two lines.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"synthetic: {SyntheticDocuments:N0} documents, {SyntheticTokens:N0} tokens; ");
        text.Append(CultureInfo.InvariantCulture, $"replay: {ReplayDocuments:N0} of {AvailableReplayDocuments:N0} documents, ");
        text.Append(CultureInfo.InvariantCulture, $"{ReplayTokens:N0} of {AvailableReplayTokens:N0} tokens\n");
        text.Append(CultureInfo.InvariantCulture, $"replay share: {MeasuredShare:P2} measured, {RequestedShare:P2} asked for");
        return text.ToString();
    }
}
