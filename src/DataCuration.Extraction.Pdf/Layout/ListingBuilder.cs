using System.Text;

namespace DataCuration.Extraction.Pdf;

/// <summary>Builds a listing from its rows: indents and gaps in columns, empty lines, no line numbers.</summary>
internal static class ListingBuilder
{
    /// <summary>The maximum number of spaces inside a line. It bounds the text of hostile pages.</summary>
    private const int MaxSpaces = 100;

    /// <summary>The maximum number of rows whose letters are measured.</summary>
    private const int MaxMeasured = 400;

    /// <summary>Builds a listing.</summary>
    /// <param name="rows">The rows of the region.</param>
    /// <param name="first">The index of the first row.</param>
    /// <param name="end">The index after the last row.</param>
    /// <param name="margins">The margins of the region.</param>
    public static TextBlock Build(List<TextRow> rows, int first, int end, ColumnMargins margins)
    {
        CodeRow[] code = [.. rows[first..end].Select(static row => new CodeRow(row, double.MaxValue))];
        double pitch = Pitch(code), left = double.MaxValue;
        int[] places = Places(code, margins);
        bool isNumbered = IsNumbered(code, places);
        foreach (CodeRow row in code)
            if (!isNumbered || !row.IsOnlyNumber) left = Math.Min(left, Start(row, isNumbered));
        var listing = new Listing(left, pitch, margins.Usual);
        for (int i = 0; i < code.Length; i++)
        {
            for (int line = i > 0 ? places[i - 1] + 1 : places[i]; line < places[i]; line++) listing.Add(0, "");
            if (isNumbered && code[i].Number is not null) listing.LineNumberLetters += code[i].Row.Fragments[0].Letters;
            double columns = (Start(code[i], isNumbered) - left) / pitch;
            listing.Add((int)Math.Round(Math.Clamp(columns, 0, 10_000)), Line(code[i], isNumbered, pitch));
        }
        return new TextBlock { Kind = BlockKind.Listing, Listing = listing, Size = rows[first].Size };
    }

    /// <summary>Returns true if the numbers beside the rows are certainly line numbers.</summary>
    /// <param name="code">The rows of a listing.</param>
    /// <param name="margins">The margins of the region.</param>
    public static bool IsNumbered(CodeRow[] code, ColumnMargins margins) => IsNumbered(code, Places(code, margins));

    /// <summary>Gets the x coordinate of a row's first letter on the page as it was, before mirroring.</summary>
    private static double Start(in CodeRow row, bool isNumbered)
    {
        double start = double.MaxValue;
        IReadOnlyList<TextFragment> fragments = row.Row.Fragments;
        for (int i = isNumbered ? row.FirstCode : 0; i < fragments.Count; i++) start = Math.Min(start, Place(fragments[i]));
        return start == double.MaxValue ? row.Left : start;
    }

    private static double Place(TextFragment fragment) => fragment.Places is { Length: > 0 } places ? places[0] : fragment.Left;

    /// <summary>Writes a row with the spaces that its gaps stand for.</summary>
    private static string Line(in CodeRow row, bool isNumbered, double pitch)
    {
        TextFragment[] fragments = [.. row.Row.Fragments.Skip(isNumbered ? row.FirstCode : 0).OrderBy(Place)];
        var line = new StringBuilder();
        double next = double.NaN;
        bool isSpace = false;
        foreach (TextFragment fragment in fragments)
        {
            isSpace |= fragment.HasSpaceBefore;
            if (fragment.Places is not { } places)
            {
                Space(Place(fragment));
                line.Append(fragment.Text);
                next = fragment.Right;
            }
            else
            {
                for (int i = 0; i < places.Length; i++)
                {
                    char c = fragment.Text[i];
                    if (c == ' ')
                    {
                        isSpace = true;
                        continue;
                    }
                    // The characters of one glyph, such as those of a ligature, have one place.
                    if (i == 0 || places[i] != places[i - 1]) Space(places[i]);
                    line.Append(c);
                    next = places[i] + (WideLetters.Contains(c) ? 2 : 1) * pitch;
                }
            }
            isSpace = fragment.HasSpaceAfter;
        }
        return line.ToString();

        void Space(double place)
        {
            if (line.Length > 0)
            {
                double gap = (place - next) / pitch, columns = Math.Round(gap);
                // Arrows and other signs can be wider than a column. Then the gap is not a whole number of columns.
                if (line[^1] > '~' && gap > 1 && Math.Abs(gap - columns) > 0.05) columns = Math.Floor(gap);
                int spaces = columns > 0 ? (int)Math.Min(columns, MaxSpaces) : isSpace ? 1 : 0;
                line.Append(' ', spaces);
            }
            isSpace = false;
        }
    }

    /// <summary>Gets the width of a column: the median distance of letters in words, or the width of a letter.</summary>
    private static double Pitch(CodeRow[] code)
    {
        var distances = new List<double>();
        double advance = 0;
        for (int row = 0; row < Math.Min(code.Length, MaxMeasured); row++)
        {
            foreach (TextFragment fragment in code[row].Row.Fragments)
            {
                if (fragment.Places is not { } places || 2 * fragment.FixedLetters < fragment.Letters) continue;
                if (advance == 0) advance = fragment.Advance;
                for (int i = 1; i < Math.Min(places.Length, 200); i++)
                    if (places[i] - places[i - 1] is > 0 and var distance && !WideLetters.Contains(fragment.Text[i - 1])) distances.Add(distance);
            }
        }
        distances.Sort();
        double pitch = distances.Count > 0 ? distances[distances.Count / 2] : advance;
        return pitch > 0 ? pitch : Math.Max(0.1, 0.6 * code[0].Row.Size);
    }

    /// <summary>Gets the line number of each row from 0, with empty lines counted.</summary>
    private static int[] Places(CodeRow[] code, ColumnMargins margins)
    {
        var gaps = new double[code.Length - 1];
        for (int i = 0; i < gaps.Length; i++) gaps[i] = code[i + 1].Row.Baseline - code[i].Row.Baseline;
        double[] sorted = [.. gaps.Order()];
        double size = code[0].Row.Size, usual = sorted.Length > 0 ? sorted[(sorted.Length - 1) / 3] : 0;
        // All lines of a short listing can be apart. Then the text around it says what is usual.
        if (usual > 1.8 * size && margins.Pitch(code[0].Row) is > 0 and var pitch && pitch < usual / 1.6) usual = pitch;
        var places = new int[code.Length];
        for (int i = 1; i < places.Length; i++)
        {
            double lines = usual > 0 ? Math.Floor(gaps[i - 1] / usual + 0.4) : 1;
            places[i] = places[i - 1] + (int)Math.Clamp(lines, 1, 4);
        }
        return places;
    }

    /// <summary>
    /// Returns true if the numbers beside the rows are certainly line numbers: they are in other letters to the left of all code, and count its lines. Each
    /// row has one, or each that is a multiple of a step.
    /// </summary>
    private static bool IsNumbered(CodeRow[] code, int[] places)
    {
        int numbers = 0, start = 0, step = 0, last = 0;
        double right = double.MinValue, left = double.MaxValue;
        for (int i = 0; i < code.Length; i++)
        {
            if (!code[i].IsOnlyNumber) left = Math.Min(left, code[i].Left);
            if (code[i].Number is not { } number) continue;
            if (numbers++ == 0) start = number - places[i];
            // Labels of rows can have leading zeros.
            if (number - places[i] != start || code[i].Row.Fragments[0].Text[0] == '0') return false;
            if (numbers > 1 && step == 0) step = number - last;
            // The first number can be 1 with any step: 1, 5, 10.
            if (numbers > 2 && number - last != step && (numbers > 3 || number - last != step + 1)) return false;
            if (numbers > 2) step = number - last;
            last = number;
            right = Math.Max(right, code[i].Row.Fragments[0].Right);
        }
        return numbers >= 3 && right < left && (step > 1 || numbers == code.Length);
    }
}
