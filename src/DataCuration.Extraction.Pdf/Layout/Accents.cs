namespace DataCuration.Extraction.Pdf;

/// <summary>
/// Composes letters and separately drawn accents (Unicode canonical compositions). Uses a table instead of string.Normalize, whose result depends on whether
/// ICU is installed.
/// </summary>
internal static class Accents
{
    private static readonly Dictionary<char, (string Letters, string Composed)> Table = new()
    {
        ['\u0300'] = ("AEIOUaeiouNnWwYy", "ÀÈÌÒÙàèìòùǸǹẀẁỲỳ"),
        ['\u0301'] = ("AEIOUYaeiouyCcLlNnRrSsZzGgKkMmPpWw", "ÁÉÍÓÚÝáéíóúýĆćĹĺŃńŔŕŚśŹźǴǵḰḱḾḿṔṕẂẃ"),
        ['\u0302'] = ("AEIOUaeiouCcGgHhJjSsWwYyZz", "ÂÊÎÔÛâêîôûĈĉĜĝĤĥĴĵŜŝŴŵŶŷẐẑ"),
        ['\u0303'] = ("ANOanoIiUuEeYyVv", "ÃÑÕãñõĨĩŨũẼẽỸỹṼṽ"),
        ['\u0304'] = ("AaEeIiOoUuYyGg", "ĀāĒēĪīŌōŪūȲȳḠḡ"),
        ['\u0306'] = ("AaEeGgIiOoUu", "ĂăĔĕĞğĬĭŎŏŬŭ"),
        ['\u0307'] = ("CcEeGgIZzAaOoBbDdFfHhMmNnPpRrSsTtWwXxYy", "ĊċĖėĠġİŻżȦȧȮȯḂḃḊḋḞḟḢḣṀṁṄṅṖṗṘṙṠṡṪṫẆẇẊẋẎẏ"),
        ['\u0308'] = ("AEIOUYaeiouyHhWwXxt", "ÄËÏÖÜŸäëïöüÿḦḧẄẅẌẍẗ"),
        ['\u030A'] = ("AaUuwy", "ÅåŮůẘẙ"),
        ['\u030B'] = ("OoUu", "ŐőŰű"),
        ['\u030C'] = ("CcDdEeNnRrSsTtZzAaIiOoUuGgKkjHh", "ČčĎďĚěŇňŘřŠšŤťŽžǍǎǏǐǑǒǓǔǦǧǨǩǰȞȟ"),
        ['\u0327'] = ("CcGgKkLlNnRrSsTtEeDdHh", "ÇçĢģĶķĻļŅņŖŗŞşŢţȨȩḐḑḨḩ"),
        ['\u0328'] = ("AaEeIiUuOo", "ĄąĘęĮįŲųǪǫ"),
    };

    /// <summary>Gets the combining mark for a spacing or combining accent; '\0' for other text.</summary>
    /// <param name="text">The text of a glyph.</param>
    public static char CombiningMark(string text) => text.Length != 1 || text[0] < '^' ? '\0' : text[0] switch
    {
        '`' or '\u02CB' => '\u0300',
        '\u00B4' or '\u02CA' => '\u0301',
        '\u02C6' or '^' => '\u0302',
        '\u02DC' or '~' => '\u0303',
        '\u00AF' or '\u02C9' => '\u0304',
        '\u02D8' => '\u0306',
        '\u02D9' => '\u0307',
        '\u00A8' => '\u0308',
        '\u02DA' => '\u030A',
        '\u02DD' => '\u030B',
        '\u02C7' => '\u030C',
        '\u00B8' => '\u0327',
        '\u02DB' => '\u0328',
        >= '\u0300' and <= '\u036F' => text[0],
        _ => '\0',
    };

    /// <summary>Composes a letter and an accent into one character. Dotless i and j count as i and j.</summary>
    /// <param name="letter">The letter.</param>
    /// <param name="mark">The combining mark.</param>
    /// <returns>The accented letter, or null if Unicode has no such character.</returns>
    public static string? Compose(string letter, char mark)
    {
        if (letter.Length != 1 || !Table.TryGetValue(mark, out (string Letters, string Composed) row)) return null;
        int index = row.Letters.IndexOf(letter[0] switch { '\u0131' => 'i', '\u0237' => 'j', _ => letter[0] }, StringComparison.Ordinal);
        return index < 0 ? null : row.Composed[index].ToString();
    }
}
