using System.Text.Json;
using System.Text.RegularExpressions;

namespace DataCuration.Recipes;

/// <summary>Reads texts of JSON.</summary>
internal static partial class JsonTexts
{
    /// <summary>Gets a string. JSON allows an escaped half of a surrogate pair, such as an emoji that was cut; it becomes U+FFFD.</summary>
    public static string GetAnyText(this JsonElement element)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            string paired = Escape().Replace(element.GetRawText(), match => match.Groups["half"].Success ? @"\uFFFD" : match.Value);
            using JsonDocument json = JsonDocument.Parse(paired);
            return json.RootElement.GetString()!;
        }
    }

    /// <summary>An escape: a pair of surrogates, a half of a pair, or any other one.</summary>
    [GeneratedRegex(@"\\(?:u[dD][89aAbB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?<half>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)")]
    private static partial Regex Escape();
}
