using System.Text;

namespace DataCuration.Training.TorchSharp;

/// <summary>Gathers generated text, finds the first stop string, and holds back an ending that may still become one.</summary>
internal sealed class StopText(IReadOnlyList<string> stops)
{
    private readonly StringBuilder text = new();
    private readonly int longest = stops.Count == 0 ? 0 : stops.Max(stop => stop.Length);
    private int taken;

    /// <summary>The text, without the stop string that ended it.</summary>
    public override string ToString() => text.ToString();

    /// <summary>Adds text.</summary>
    /// <returns>True if it completes a stop string, before which the text then ends.</returns>
    public bool Append(string piece)
    {
        int from = Math.Max(0, text.Length - longest + 1);
        text.Append(piece);
        if (longest == 0 || piece.Length == 0) return false;
        string tail = text.ToString(from, text.Length - from);
        int first = int.MaxValue;
        foreach (string stop in stops)
            if (tail.IndexOf(stop, StringComparison.Ordinal) is >= 0 and int at) first = Math.Min(first, at);
        if (first == int.MaxValue) return false;
        text.Length = from + first;
        return true;
    }

    /// <summary>Returns the text that was not taken before.</summary>
    /// <param name="all">True at the end; false to hold back an ending with which a stop string begins.</param>
    public string Take(bool all)
    {
        int end = all ? text.Length : text.Length - Overlap();
        if (end <= taken) return "";
        string piece = text.ToString(taken, end - taken);
        taken = end;
        return piece;
    }

    // The length of the longest ending with which a stop string begins.
    private int Overlap()
    {
        int most = Math.Min(longest - 1, text.Length);
        if (most <= 0) return 0;
        string tail = text.ToString(text.Length - most, most);
        for (int length = most; length > 0; length--)
        {
            ReadOnlySpan<char> ending = tail.AsSpan(most - length);
            foreach (string stop in stops)
                if (stop.Length > length && stop.AsSpan().StartsWith(ending, StringComparison.Ordinal)) return length;
        }
        return 0;
    }
}
