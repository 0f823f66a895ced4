using System.Globalization;

namespace DataCuration.Extraction;

/// <summary>
/// Parses dates written out in languages other than English in the order day, month name, year (<c>3. März 2019</c>, <c>3 de marzo de 2019</c>), and East Asian
/// dates (<c>2019年3月3日</c>).
/// </summary>
internal static class WrittenDates
{
    // German, French, Spanish, Italian, Portuguese, Dutch, Polish, Russian, Ukrainian, Turkish, Swedish, Czech; one month per line, as written in dates
    // (Unicode CLDR, MMMM of the format context).
    private static readonly string[] Names =
    [
        "januar jänner janvier enero gennaio janeiro januari stycznia января січня ocak ledna",
        "februar feber février febrero febbraio fevereiro februari lutego февраля лютого şubat února",
        "märz mars marzo março maart marca марта березня mart března",
        "april avril abril aprile kwietnia апреля квітня nisan dubna",
        "mai mayo maggio maio mei maja мая травня mayıs maj května",
        "juni juin junio giugno junho czerwca июня червня haziran června",
        "juli juillet julio luglio julho lipca июля липня temmuz července",
        "august août agosto augustus sierpnia августа серпня ağustos augusti srpna",
        "september septembre septiembre settembre setembro września сентября вересня eylül září",
        "oktober octobre octubre ottobre outubro października октября жовтня ekim října",
        "november novembre noviembre novembro ноября листопада kasım listopadu",
        "dezember décembre diciembre dicembre dezembro december grudnia декабря грудня aralık prosince",
    ];

    private static readonly Dictionary<string, int> Months = Make();

    private const int LongestMonth = 20;

    private static readonly string[] Between = ["de", "del", "di", "г", "р"];

    /// <summary>Parses a date.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DateOnly day)
    {
        day = default;
        if (text.IndexOfAny('年', '년') > 0) return TryParseSigns(text, out day);
        Span<int> numbers = stackalloc int[3];
        int found = 0;
        foreach (Range range in text.SplitAny(" \t\n\r\u00A0,."))
        {
            ReadOnlySpan<char> word = text[range];
            if (word.IsEmpty || (found > 0 && IsBetween(word))) continue;
            if (found == 3) return false;
            if (found == 1) numbers[found] = word.Length <= LongestMonth && Months.TryGetValue(word.ToString(), out int month) ? month : 0;
            else numbers[found] = NumberOf(found == 0 && word.Length > 1 && word[0] == '1'
                && (word[1..].SequenceEqual("er") || word[1..].SequenceEqual("º")) ? "1" : word, found == 0 ? 2 : 4);
            if (numbers[found++] <= 0) return false;
        }
        return found == 3 && TryMake(numbers[2], numbers[1], numbers[0], out day);
    }

    private static bool TryParseSigns(ReadOnlySpan<char> text, out DateOnly day)
    {
        Span<int> numbers = stackalloc int[3];
        int found = 0;
        int begin = -1;
        for (int i = 0; i < text.Length && found < 3; i++)
        {
            if (char.IsAsciiDigit(text[i]))
            {
                if (begin < 0) begin = i;
            }
            else if (begin >= 0 && text[i] is '年' or '月' or '日' or '년' or '월' or '일')
            {
                numbers[found] = begin < 0 ? 0 : NumberOf(text[begin..i].TrimEnd(' '), found == 0 ? 4 : 2);
                found++;
                begin = -1;
            }
            else if (text[i] != ' ') break;
        }
        day = default;
        return found == 3 && TryMake(numbers[0], numbers[1], numbers[2], out day);
    }

    private static Dictionary<string, int> Make()
    {
        var months = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (int month = 0; month < Names.Length; month++)
            foreach (string name in Names[month].Split(' ')) months[name] = month + 1;
        return months;
    }

    private static bool IsBetween(ReadOnlySpan<char> word)
    {
        foreach (string name in Between)
            if (word.Equals(name, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    private static int NumberOf(ReadOnlySpan<char> digits, int mostDigits) =>
        digits.Length <= mostDigits && (mostDigits == 2 || digits.Length == 4)
            && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : 0;

    private static bool TryMake(int year, int month, int day, out DateOnly date)
    {
        date = default;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        date = new DateOnly(year, month, day);
        return true;
    }
}
