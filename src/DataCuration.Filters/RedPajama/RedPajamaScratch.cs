using System.Text;

namespace DataCuration.Filters;

/// <summary>The buffers of <see cref="RedPajamaSignals"/>.</summary>
internal sealed class RedPajamaScratch
{
    /// <summary>Normalizes texts and lines.</summary>
    public RedPajamaText Normal { get; } = new();

    /// <summary>Numbers the normal words.</summary>
    public WordRuns Words { get; } = new();

    /// <summary>Builds lists in JSON: one for each signal of lines.</summary>
    public StringBuilder[] Lists { get; } = [new(), new(), new(), new(), new(), new()];

    /// <summary>Builds phrases.</summary>
    public StringBuilder Phrase { get; } = new();
}
