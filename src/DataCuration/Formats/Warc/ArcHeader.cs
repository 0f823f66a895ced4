using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace DataCuration;

/// <summary>
/// The one-line header of an ARC record (archive.org/web/researcher/ArcFileFormat.php): URL, address, date, media type, length. Version 2 has result,
/// checksum, location, offset and file name before the length.
/// </summary>
internal static class ArcHeader
{
    /// <summary>The maximum length of a header line: 16 KiB (our choice).</summary>
    public const int MaxLineBytes = 16 * 1024;
    private const int FieldsOfVersion1 = 5;
    private const int FieldsOfVersion2 = 10;

    /// <summary>Returns true if a file that starts with these bytes is ARC.</summary>
    public static bool IsFileStart(ReadOnlySpan<byte> bytes) => bytes.StartsWith("filedesc://"u8);

    /// <summary>Reads a header line.</summary>
    /// <param name="line">The line without its line end.</param>
    /// <param name="isStrict">True if the length must be a number and the date digits, for lines found by a search.</param>
    /// <param name="headers">The header fields under their WARC names.</param>
    /// <param name="version">The version of the line: <c>ARC/1</c> or <c>ARC/2</c>.</param>
    /// <param name="length">The length; -1 if it is not a number.</param>
    /// <returns>True if the line is a header.</returns>
    public static bool TryParse(ReadOnlySpan<byte> line, bool isStrict, [NotNullWhen(true)] out WarcHeaders? headers, out string version, out long length)
    {
        headers = null;
        int fields = TrySplit(line, isStrict, out int url, out Range address, out Range date, out Range type, out length);
        version = fields == FieldsOfVersion2 ? "ARC/2" : "ARC/1";
        if (fields == 0) return false;
        headers = new WarcHeaders();
        string uri = WarcHeaders.Decode(line[..url]);
        bool isFile = IsFileStart(line);
        headers.Add("WARC-Type", isFile ? "warcinfo" : "response");
        headers.Add(isFile ? "WARC-Filename" : "WARC-Target-URI", isFile ? uri["filedesc://".Length..] : uri);
        headers.Add("WARC-IP-Address", WarcHeaders.Decode(line[address]));
        headers.Add("WARC-Date", Date(WarcHeaders.Decode(line[date])));
        headers.Add("Content-Type", WarcHeaders.Decode(line[type]));
        if (length >= 0) headers.Add("Content-Length", length.ToString(CultureInfo.InvariantCulture));
        return true;
    }

    /// <summary>True if a line is certainly a header.</summary>
    public static bool IsHeader(ReadOnlySpan<byte> line) => TrySplit(line, isStrict: true, out _, out _, out _, out _, out _) > 0;

    /// <returns>The number of fields of the line; 0 if it is not a header.</returns>
    private static int TrySplit(ReadOnlySpan<byte> line, bool isStrict, out int url, out Range address, out Range date, out Range type, out long length)
    {
        (url, address, date, type, length) = (0, default, default, default, -1);
        if (line.Length is < 12 or > MaxLineBytes || !IsUrlStart(line)) return 0;
        // From the right, because a URL can contain spaces. Version 2 is tried first: a line of version 1 never matches it.
        Span<int> spaces = stackalloc int[FieldsOfVersion2];
        int found = 0;
        for (int i = line.Length - 1; i > 0 && found < spaces.Length; i--)
            if (line[i] == ' ') spaces[found++] = i;
        if (Matches(line, spaces[..found], FieldsOfVersion2, isStrict, out url, out address, out date, out type, out length)) return FieldsOfVersion2;
        return Matches(line, spaces[..found], FieldsOfVersion1, isStrict, out url, out address, out date, out type, out length) ? FieldsOfVersion1 : 0;
    }

    private static bool Matches(
        ReadOnlySpan<byte> line, ReadOnlySpan<int> spaces, int fields, bool isStrict, out int url, out Range address,
        out Range date, out Range type, out long length)
    {
        (url, address, date, type, length) = (0, default, default, default, -1);
        if (spaces.Length < fields - 1) return false;
        ReadOnlySpan<byte> last = line[(spaces[0] + 1)..];
        bool isNumber = !last.IsEmpty && last.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 && last.Length <= 18;
        if (isStrict && !isNumber && !last.SequenceEqual("-1"u8)) return false;
        url = spaces[fields - 2];
        int behindAddress = spaces[fields - 3];
        int behindDate = spaces[fields - 4];
        int behindType = fields == FieldsOfVersion1 ? spaces[0] : spaces[fields - 5];
        (address, date, type) = ((url + 1)..behindAddress, (behindAddress + 1)..behindDate, (behindDate + 1)..behindType);
        ReadOnlySpan<byte> digits = line[date];
        if (digits.Length is < 8 or > 20 || digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0) return false;
        if (line[address].IndexOfAny((byte)'.', (byte)':') < 0 && isStrict) return false;
        if (isNumber) length = long.Parse(last, NumberStyles.None, CultureInfo.InvariantCulture);
        return true;
    }

    /// <summary>True for a scheme and its colon; a scheme cannot start with a digit.</summary>
    private static bool IsUrlStart(ReadOnlySpan<byte> line)
    {
        int colon = line[..Math.Min(line.Length, 32)].IndexOf((byte)':');
        if (colon <= 0 || !char.IsAsciiLetter((char)line[0])) return false;
        foreach (byte value in line[1..colon])
            if (!char.IsAsciiLetterOrDigit((char)value) && value is not ((byte)'+' or (byte)'-' or (byte)'.')) return false;
        return true;
    }

    /// <summary>Converts the first 14 digits into the form of a WARC date. A shorter text, or one that is not a date, is returned unchanged.</summary>
    private static string Date(string digits) =>
        digits.Length >= 14 && DateTime.TryParseExact(digits[..14], "yyyyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime date)
            ? date.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) : digits;
}
