using System.Buffers;

namespace DataCuration.Filters;

/// <summary>
/// The two regular expressions of DCLM's <c>url_removal_modifier</c> (baselines/mappers/modifiers.py) as one pass each. Both classes of characters are ASCII
/// and the one of the host is a subset of the one of the rest, so that a match always ends where the run of the latter ends.
/// </summary>
internal static class DclmUrlKernel
{
    private const int MaxHost = 256, MaxSpace = 10;
    private static readonly SearchValues<byte> HostBytes =
        SearchValues.Create("-abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@:%._+~#="u8);

    private static readonly SearchValues<byte> RestBytes =
        SearchValues.Create("-abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789()@:%_+.~#?&/="u8);

    /// <summary>Removes addresses of hosts whose name has up to 256 characters, a dot and a top-level domain that ends at a word boundary.</summary>
    public static ReadOnlySpan<byte> RemoveNamed(ReadOnlySpan<byte> text, ByteTrie domains, TextEdit edit)
    {
        edit.Clear();
        int done = 0, run = -1;
        for (int at = 0; at < text.Length;)
        {
            int dot = text[at..].IndexOf((byte)'.');
            if (dot < 0) break;
            dot += at;
            // The host's run starts after the last byte that cannot be in it.
            int before = text[Math.Max(done, at)..dot].LastIndexOfAnyExcept(HostBytes);
            if (before >= 0) run = Math.Max(done, at) + before + 1;
            else if (run < done) run = done;
            if (run < 0) run = 0;
            at = dot + 1;
            if (dot <= run || !EndsDomain(text, dot + 1, domains)) continue;
            int host = Math.Max(run, dot - MaxHost);
            int start = host == run ? BeforeScheme(text, host, done) : host;
            start = BeforeSpace(text, start, done);
            int length = text[dot..].IndexOfAnyExcept(RestBytes);
            // A domain of other letters reaches beyond the run.
            int end = Math.Max(length < 0 ? text.Length : dot + length, EndOfMatch(text, dot + 1, domains));
            edit.Remove(text, start, end);
            done = at = end;
            run = -1;
        }
        return edit.IsEdited ? edit.Finish(text) : text;
    }

    /// <summary>Removes addresses that begin, at a word boundary or after a scheme, with four numbers and dots.</summary>
    public static ReadOnlySpan<byte> RemoveAddresses(ReadOnlySpan<byte> text, TextEdit edit)
    {
        edit.Clear();
        int done = 0;
        for (int at = 0; at < text.Length;)
        {
            int digit = text[at..].IndexOfAnyInRange((byte)'0', (byte)'9');
            if (digit < 0) break;
            at += digit;
            if (FourNumbers(text, at))
            {
                int start = BeforeScheme(text, at, done);
                if (start < at && !WordBoundary.IsAt(text, start)) start = at;
                if (WordBoundary.IsAt(text, start))
                {
                    int length = text[at..].IndexOfAnyExcept(RestBytes);
                    int end = length < 0 ? text.Length : at + length;
                    edit.Remove(text, BeforeSpace(text, start, done), end);
                    done = at = end;
                    continue;
                }
            }
            // No match starts inside a run of digits: there is no word boundary.
            int next = text[at..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            at = next < 0 ? text.Length : at + next;
        }
        return edit.IsEdited ? edit.Finish(text) : text;
    }

    private static bool EndsDomain(ReadOnlySpan<byte> text, int at, ByteTrie domains)
    {
        for (int to = at, state = 0; to < text.Length && (state = domains.Child(state, text[to])) != 0; to++)
            if (domains.IsEnd(state) && WordBoundary.IsAt(text, to + 1)) return true;
        return false;
    }

    private static int EndOfMatch(ReadOnlySpan<byte> text, int at, ByteTrie domains)
    {
        int end = at;
        for (int to = at, state = 0; to < text.Length && (state = domains.Child(state, text[to])) != 0; to++)
            if (domains.IsEnd(state) && WordBoundary.IsAt(text, to + 1)) end = to + 1;
        int length = text[end..].IndexOfAnyExcept(RestBytes);
        return length < 0 ? text.Length : end + length;
    }

    private static bool FourNumbers(ReadOnlySpan<byte> text, int at)
    {
        for (int number = 0; number < 4; number++)
        {
            int digits = 0;
            while (digits < 3 && at + digits < text.Length && text[at + digits] is >= (byte)'0' and <= (byte)'9') digits++;
            if (digits == 0) return false;
            if (number == 3) return true; // any one digit is enough: the rest belongs to the address
            if (digits == 3 && text[at] > '2') return false;
            if (at + digits >= text.Length || text[at + digits] != '.') return false;
            at += digits + 1;
        }
        return true;
    }

    private static int BeforeScheme(ReadOnlySpan<byte> text, int at, int limit)
    {
        ReadOnlySpan<byte> before = text[limit..at];
        int length = before.EndsWith("https://"u8) ? 8 : before.EndsWith("http://"u8) ? 7 : before.EndsWith("ftp://"u8) ? 6 : 0;
        return at - length;
    }

    private static int BeforeSpace(ReadOnlySpan<byte> text, int at, int limit)
    {
        for (int i = 0; i < MaxSpace && at > limit; i++)
        {
            int before = Utf8.Before(text, at);
            if (before < limit || Utf8WhiteSpace.LengthAt(text, before) == 0) break;
            at = before;
        }
        return at;
    }
}
