namespace DataCuration.MainContentTraining;

/// <summary>
/// Aligns the words of a page with its gold text. The best alignment in order wins; a word that follows a matched word counts four times as much as an isolated
/// one, so that "the" in a menu is not matched.
/// </summary>
internal static class Alignment
{
    public static bool[] Match(string[] page, string[] gold)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        int[] a = Number(page, numbers);
        int[] b = Number(gold, numbers);
        int width = b.Length + 1;
        // Moves: 0 skip a page word, 1 skip a gold word, 2 match after a gap, 3 match after a match.
        byte[] free = new byte[(long)(a.Length + 1) * width];
        byte[] matched = new byte[free.Length];
        float[] freeAbove = new float[width];
        float[] matchAbove = new float[width];
        Array.Fill(matchAbove, float.NegativeInfinity);
        for (int i = 1; i <= a.Length; i++)
        {
            float[] freeRow = new float[width];
            float[] matchRow = new float[width];
            matchRow[0] = float.NegativeInfinity;
            long at = (long)i * width;
            for (int j = 1; j < width; j++)
            {
                matchRow[j] = float.NegativeInfinity;
                if (a[i - 1] == b[j - 1])
                {
                    float alone = freeAbove[j - 1] + 0.5f;
                    float run = matchAbove[j - 1] + 2;
                    matchRow[j] = Math.Max(alone, run);
                    matched[at + j] = run >= alone ? (byte)1 : (byte)0;
                }
                // From a match into a gap in either text, or further along a gap.
                float up = Math.Max(freeAbove[j], matchAbove[j]);
                float left = Math.Max(freeRow[j - 1], matchRow[j - 1]);
                freeRow[j] = Math.Max(up, left);
                free[at + j] = up >= left ? (matchAbove[j] > freeAbove[j] ? (byte)1 : (byte)0) : (matchRow[j - 1] > freeRow[j - 1] ? (byte)3 : (byte)2);
            }
            freeAbove = freeRow;
            matchAbove = matchRow;
        }
        bool[] result = new bool[a.Length];
        int x = a.Length;
        int y = b.Length;
        bool inMatch = matchAbove[y] > freeAbove[y];
        while (x > 0 && y > 0)
        {
            long at = ((long)x * width) + y;
            if (inMatch)
            {
                result[x - 1] = true;
                inMatch = matched[at] == 1;
                x--;
                y--;
                continue;
            }
            inMatch = (free[at] & 1) == 1;
            if (free[at] < 2) x--;
            else y--;
        }
        return result;
    }

    private static int[] Number(string[] words, Dictionary<string, int> numbers)
    {
        int[] result = new int[words.Length];
        for (int i = 0; i < words.Length; i++)
        {
            if (!numbers.TryGetValue(words[i], out result[i])) numbers[words[i]] = result[i] = numbers.Count;
        }
        return result;
    }
}
