using System.Text;

namespace DataCuration.Extraction;

/// <summary>Builds TeX with a maximum length. Adds a space where a command would otherwise merge with the next letter.</summary>
internal sealed class TexWriter(int longest)
{
    private readonly StringBuilder text = new();
    private bool endsInCommand;

    /// <summary>True if the maximum length was exceeded.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Appends TeX.</summary>
    public void Add(string tex)
    {
        if (tex.Length == 0 || IsFull) return;
        if (text.Length + tex.Length > longest)
        {
            IsFull = true;
            return;
        }
        if (endsInCommand && char.IsLetter(tex[0])) text.Append(' ');
        text.Append(tex);
        endsInCommand = EndsInCommand(tex);
    }

    /// <summary>The TeX written so far, with single spaces.</summary>
    public override string ToString()
    {
        string whole = text.ToString().Trim();
        return whole.Contains("  ", StringComparison.Ordinal)
            ? string.Join(' ', whole.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)) : whole;
    }

    private static bool EndsInCommand(string tex)
    {
        int i = tex.Length - 1;
        while (i >= 0 && char.IsAsciiLetter(tex[i])) i--;
        return i >= 0 && i < tex.Length - 1 && tex[i] == '\\';
    }
}
