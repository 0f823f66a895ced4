namespace DataCuration.Extraction.Pdf;

/// <summary>
/// Merges drop caps into the first line of their paragraph. Their baseline is that of the last line they span, where they would otherwise be read.
/// </summary>
internal static class Initials
{
    /// <summary>The minimum size relative to the text. An initial over two lines has about 2.3.</summary>
    private const double MinSize = 1.9;

    /// <summary>Merges the initials of a region.</summary>
    /// <param name="region">The fragments of a column, changed in place.</param>
    /// <param name="em">The font size of most of its text.</param>
    public static void Join(List<TextFragment> region, double em)
    {
        List<int>? initials = null;
        for (int i = 0; i < region.Count; i++)
            if (region[i].Letters <= 2 && region[i].Size >= MinSize * em && char.IsLetter(region[i].Text[^1])) (initials ??= []).Add(i);
        // A page with many initials has no body text.
        if (initials is null || initials.Count > 8) return;
        var joined = new HashSet<int>();
        foreach (int index in initials)
        {
            if (joined.Contains(index)) continue;
            TextFragment initial = region[index];
            int best = -1;
            for (int i = 0; i < region.Count; i++)
            {
                TextFragment line = region[i];
                if (joined.Contains(i) || line.Size > initial.Size / MinSize || line.Left < initial.Right - 0.3 * line.Size
                        || line.Left > initial.Right + 1.2 * line.Size)
                    continue;
                // Capitals are about 0.7 of the font size. Those of the first line reach about as high as the initial.
                if (line.Baseline > initial.Baseline - 0.4 * line.Size || line.Baseline < initial.Baseline - initial.Size) continue;
                if (best < 0 || line.Baseline < region[best].Baseline) best = i;
            }
            if (best < 0) continue;
            TextFragment word = region[best];
            bool isApart = initial.HasSpaceAfter || word.HasSpaceBefore;
            region[best] = new TextFragment
            {
                Text = word.IsMirrored ? word.Text + (isApart ? " " : "") + initial.Text : initial.Text + (isApart ? " " : "") + word.Text, // in visual order
                IsMirrored = word.IsMirrored,
                Left = word.Left,
                Right = word.Right,
                Baseline = word.Baseline,
                Size = word.Size,
                Letters = initial.Letters + word.Letters,
                HasSpaceBefore = initial.HasSpaceBefore,
                HasSpaceAfter = word.HasSpaceAfter,
                WordGap = word.WordGap,
                Fonts = word.Fonts,
            };
            joined.Add(index);
        }
        int place = 0;
        region.RemoveAll(_ => joined.Contains(place++));
    }
}
