namespace DataCuration.LanguageModels;

/// <summary>The scanner of the strict grammar. It reads each character once.</summary>
/// <param name="program">The program.</param>
/// <param name="maxCalls">The limit for the number of calls.</param>
/// <param name="entries">Receives calls and errors.</param>
internal ref struct StrictParser(ReadOnlySpan<char> program, int maxCalls, List<ProgramEntry> entries)
{
    private static readonly string[] Names = ["remove_lines", "normalize", "untouch_doc", "keep_chunk", "skip_chunk"];

    private readonly ReadOnlySpan<char> program = program;
    private ReadOnlySpan<char> line;
    private int at;
    private bool isLastLine;
    private ProXErrorCode error;

    /// <summary>Reads the program.</summary>
    /// <returns>True if the program ends inside a call.</returns>
    public bool Parse()
    {
        int number = 0, lastText = program.LastIndexOfAnyExcept(" \t\r\n"), calls = 0;
        bool isCutOff = false;
        for (int start = 0; start <= lastText; number++)
        {
            int feed = program[start..].IndexOf('\n');
            int end = feed < 0 ? program.Length : start + feed;
            isLastLine = end > lastText;
            line = program[start..(isLastLine ? lastText + 1 : end)];
            at = 0;
            error = ProXErrorCode.None;
            int before = entries.Count;
            isCutOff = !ParseLine(number + 1) && error == ProXErrorCode.None;
            if (error != ProXErrorCode.None)
            {
                // A line that does not match is discarded as a whole: which part of it was meant is a guess.
                entries.RemoveRange(before, entries.Count - before);
                entries.Add(new ProgramEntry(number + 1, at + 1, null, error));
            }
            // Lines with errors count too, so that a program of errors is bounded as well.
            calls += entries.Count - before;
            if (calls > maxCalls)
            {
                entries.Clear();
                entries.Add(new ProgramEntry(number + 1, 1, null, ProXErrorCode.TooManyCalls));
                return false;
            }
            start = end + 1;
        }
        return isCutOff;
    }

    /// <summary>Reads a line. Returns false if it has an error, or if the program ends in it.</summary>
    private bool ParseLine(int number)
    {
        SkipBlanks();
        if (at == line.Length || line[at] == '#' || line[at..].StartsWith("```")) return true;
        while (true)
        {
            int column = at + 1;
            if (ParseCall(number, column) is not { } call) return false;
            entries.Add(new ProgramEntry(number, column, call, ProXErrorCode.None));
            SkipBlanks();
            if (at == line.Length || line[at] == '#') return true;
            if (line[at] != ';') return Fail(ProXErrorCode.NotACall);
            at++;
            SkipBlanks();
            if (at == line.Length || line[at] == '#') return true;
        }
    }

    private ProXCall? ParseCall(int number, int column)
    {
        ReadOnlySpan<char> name = ReadName();
        if (name.IsEmpty) return FailCall(ProXErrorCode.NotACall);
        SkipBlanks();
        if (at == line.Length)
        {
            // A name without brackets, or its start, is a cut call only at the program's end.
            bool isStart = false;
            foreach (string known in Names) isStart |= known.AsSpan().StartsWith(name);
            return isLastLine && isStart ? CutOff(number, column) : FailCall(ProXErrorCode.NotACall);
        }
        if (line[at] != '(') return FailCall(ProXErrorCode.NotACall);
        at++;
        var arguments = new CallArguments();
        while (true)
        {
            SkipBlanks();
            if (at == line.Length) return isLastLine ? CutOff(number, column) : FailCall(ProXErrorCode.Unterminated);
            if (line[at] == ')') break;
            ReadOnlySpan<char> keyword = [];
            if (char.IsAsciiLetter(line[at]) || line[at] == '_')
            {
                int word = at;
                keyword = ReadName();
                SkipBlanks();
                if (at < line.Length && line[at] == '=')
                {
                    at++;
                    SkipBlanks();
                }
                else
                {
                    if (at == line.Length && isLastLine) return CutOff(number, column);
                    at = word;
                    keyword = [];
                }
            }
            if (at == line.Length) return isLastLine ? CutOff(number, column) : FailCall(ProXErrorCode.Unterminated);
            CallLiteral? value = ReadLiteral();
            if (value is null) return error == ProXErrorCode.None ? CutOff(number, column) : null;
            if (!arguments.Add(keyword, value.Value)) return FailCall(ProXErrorCode.WrongArguments);
            SkipBlanks();
            if (at == line.Length) return isLastLine ? CutOff(number, column) : FailCall(ProXErrorCode.Unterminated);
            if (line[at] == ',') at++;
            else if (line[at] != ')') return FailCall(ProXErrorCode.NotACall);
        }
        at++;
        ProXCall? call = arguments.ToCall(name, out ProXErrorCode wrong);
        return call ?? FailCall(wrong);
    }

    /// <summary>Reads a literal. Null with an error if the text is not a literal, and null without one if the program ends in it.</summary>
    private CallLiteral? ReadLiteral()
    {
        char first = line[at];
        if (first is '"' or '\'') return ReadString(first);
        if (first == '-' || char.IsAsciiDigit(first)) return ReadNumber();
        ReadOnlySpan<char> word = ReadName();
        switch (word)
        {
            case "True": return new CallLiteral(LiteralKind.True);
            case "False": return new CallLiteral(LiteralKind.False);
            case "None": return new CallLiteral(LiteralKind.None);
            default:
                FailCall(ProXErrorCode.WrongArguments);
                return null;
        }
    }

    private CallLiteral? ReadNumber()
    {
        const int MaxDigits = 9;
        bool isNegative = line[at] == '-';
        if (isNegative) at++;
        int digits = line[at..].IndexOfAnyExceptInRange('0', '9');
        if (digits < 0) digits = line.Length - at;
        if (at + digits == line.Length && isLastLine) return null; // the number may have been cut
        bool isWhole = at + digits == line.Length || line[at + digits] is ' ' or '\t' or '\r' or ',' or ')';
        if (digits is 0 or > MaxDigits || !isWhole)
        {
            FailCall(ProXErrorCode.BadNumber);
            return null;
        }
        int value = 0;
        for (int end = at + digits; at < end; at++) value = (value * 10) + (line[at] - '0');
        return new CallLiteral(LiteralKind.Number, isNegative ? -value : value);
    }

    private CallLiteral? ReadString(char quote)
    {
        int start = ++at;
        int plain = line[at..].IndexOfAny(quote, '\\');
        if (plain >= 0 && line[at + plain] == quote)
        {
            at += plain + 1;
            return new CallLiteral(LiteralKind.Text, 0, line.Slice(start, plain).ToString());
        }
        char[] unescaped = new char[line.Length - start];
        int length = 0;
        while (at < line.Length)
        {
            char c = line[at++];
            if (c == quote) return new CallLiteral(LiteralKind.Text, 0, new string(unescaped, 0, length));
            if (c == '\\')
            {
                if (at == line.Length) break;
                if (!ReadEscape(out c)) return null;
            }
            unescaped[length++] = c;
        }
        if (!isLastLine) FailCall(ProXErrorCode.Unterminated);
        return null;
    }

    private bool ReadEscape(out char c)
    {
        c = line[at++];
        switch (c)
        {
            case '\\' or '"' or '\'': return true;
            case 'n': c = '\n'; return true;
            case 't': c = '\t'; return true;
            case 'u':
                int unit = 0;
                for (int digit = 0; digit < 4; digit++, at++)
                {
                    if (at == line.Length && isLastLine) return false; // cut in the escape
                    if (at == line.Length || !char.IsAsciiHexDigit(line[at])) return Fail(ProXErrorCode.BadEscape);
                    unit = (unit << 4) | (char.IsAsciiDigit(line[at]) ? line[at] - '0' : (line[at] | 0x20) - 'a' + 10);
                }
                c = (char)unit;
                return true;
            default: return Fail(ProXErrorCode.BadEscape);
        }
    }

    private ReadOnlySpan<char> ReadName()
    {
        int start = at;
        while (at < line.Length && (char.IsAsciiLetter(line[at]) || line[at] == '_' || (at > start && char.IsAsciiDigit(line[at])))) at++;
        return line[start..at];
    }

    private void SkipBlanks()
    {
        while (at < line.Length && line[at] is ' ' or '\t' or '\r') at++;
    }

    private ProXCall? CutOff(int number, int column)
    {
        entries.Add(new ProgramEntry(number, column, null, ProXErrorCode.None));
        return null;
    }

    private bool Fail(ProXErrorCode code)
    {
        error = code;
        return false;
    }

    private ProXCall? FailCall(ProXErrorCode code)
    {
        error = code;
        return null;
    }
}
