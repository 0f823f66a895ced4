using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace DataCuration.Synthesis;

/// <summary>The worked solution of a problem: the steps of an algorithm, as sentences or as a trace. Other styles format nothing.</summary>
/// <param name="style">The style.</param>
/// <param name="names">The names of the nodes.</param>
internal sealed class GraphWork(GraphStyle style, IReadOnlyList<string> names)
{
    private int steps;

    /// <summary>The solution so far, one line for each step.</summary>
    public StringBuilder Text { get; } = new();

    /// <summary>The name of a node.</summary>
    public string this[int node] => names[node];

    /// <summary>Joins the names of nodes.</summary>
    public string List(IEnumerable<int> nodes, string separator = ", ") => string.Join(separator, nodes.Select(node => names[node]));

    /// <summary>Joins the names of nodes in a sentence; <c>nothing new</c> for an empty list.</summary>
    public string Found(IReadOnlyCollection<int> nodes) => nodes.Count == 0 ? "nothing new" : List(nodes);

    /// <summary>Adds a step. Only the text of the problem's style is formatted.</summary>
    /// <param name="thought">The sentence of a chain of thought.</param>
    /// <param name="trace">The line of a trace of execution.</param>
#pragma warning disable IDE0060 // the handlers have written the text when this method is called
    public void Step([InterpolatedStringHandlerArgument("")] ThoughtText thought, [InterpolatedStringHandlerArgument("")] TraceText trace)
#pragma warning restore IDE0060
    {
        steps++;
        if (style is GraphStyle.ChainOfThought or GraphStyle.Trace) Text.Append('\n');
    }

    /// <summary>Writes the sentences of a chain of thought.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct ThoughtText
    {
        private readonly StringBuilder text;

        public ThoughtText(int literalLength, int formattedCount, GraphWork work, out bool isWanted)
        {
            _ = literalLength + formattedCount;
            text = work.Text;
            isWanted = work.Style == GraphStyle.ChainOfThought;
        }

        public void AppendLiteral(string value) => text.Append(value);

        public void AppendFormatted(string value) => text.Append(value);

        public void AppendFormatted(int value) => text.Append(CultureInfo.InvariantCulture, $"{value}");
    }

    /// <summary>Writes the lines of a trace of execution, with their numbers.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct TraceText
    {
        private readonly StringBuilder text;

        public TraceText(int literalLength, int formattedCount, GraphWork work, out bool isWanted)
        {
            _ = literalLength + formattedCount;
            text = work.Text;
            isWanted = work.Style == GraphStyle.Trace;
            if (isWanted) text.Append(CultureInfo.InvariantCulture, $"[{work.steps + 1}] ");
        }

        public void AppendLiteral(string value) => text.Append(value);

        public void AppendFormatted(string value) => text.Append(value);

        public void AppendFormatted(int value) => text.Append(CultureInfo.InvariantCulture, $"{value}");
    }

    private GraphStyle Style => style;
}
