using System.Globalization;
using System.Text;

namespace DataCuration.TestKit.LanguageModels;

/// <summary>
/// Replaces ProX's refining models on the loopback server. It drops documents that have "casino" in them, and removes lines that start with the words of menus,
/// notices and footers. Its programs say nothing about the quality of real models.
/// </summary>
public static class RuleDrivenRefiner
{
    private static readonly string[] Noise = ["Menu", "Cookie", "Home |", "Share this", "Copyright", "Subscribe"];

    /// <summary>Returns a document, with a menu before and a notice after each of its paragraphs.</summary>
    public static Document Page(string id, int paragraphs, int words = 20)
    {
        var text = new StringBuilder();
        for (int i = 0; i < paragraphs; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"Menu item {i}\n");
            for (int w = 0; w < words; w++) text.Append(CultureInfo.InvariantCulture, $"word{i}x{w} ");
            text.Append(CultureInfo.InvariantCulture, $"\nCookie notice {i}\n");
        }
        return new Document(id, text.ToString());
    }

    /// <summary>Returns the text that a document has without its noise.</summary>
    public static string Clean(string text) => string.Join('\n', text.Split('\n').Where(line => !IsNoise(line)));

    /// <summary>Answers a request of either stage.</summary>
    public static string Answer(ChatRequest request)
    {
        string user = request.LastUser;
        if (!user.Contains("[doc]\n", StringComparison.Ordinal))
            return user.Contains("casino", StringComparison.Ordinal) ? "drop_doc()" : "keep_doc()";
        var program = new StringBuilder();
        foreach (string line in user.Split('\n').Where(line => line.StartsWith('[') && line.Contains(']', StringComparison.Ordinal)))
        {
            int close = line.IndexOf(']', StringComparison.Ordinal);
            if (!int.TryParse(line.AsSpan(1, close - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number)) continue;
            if (!IsNoise(line[(close + 1)..])) continue;
            program.Append(CultureInfo.InvariantCulture, $"remove_lines(start={number}, end={number})\n");
        }
        return program.Length == 0 ? "untouch_doc()" : program.ToString();
    }

    private static bool IsNoise(string line) => Array.Exists(Noise, start => line.StartsWith(start, StringComparison.Ordinal));
}
