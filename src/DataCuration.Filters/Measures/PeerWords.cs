using System.Text;

namespace DataCuration.Filters;

/// <summary>The splitters and string functions that several peers share.</summary>
internal static class PeerWords
{
    /// <summary>Unicode's default word boundaries without dictionaries.</summary>
    public static WordSplitter Unicode => WordSplitter.Unicode;

    /// <summary>Python's <c>str.lower</c>.</summary>
    public static string Lower(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        byte[] lower = new byte[LowerText.Capacity(bytes.Length)];
        return Encoding.UTF8.GetString(lower, 0, LowerText.Write(bytes, lower));
    }
}
