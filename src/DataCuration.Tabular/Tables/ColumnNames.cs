using System.Globalization;

namespace DataCuration.Tabular;

/// <summary>Names for columns that have none, or share it with another column.</summary>
/// <param name="taken">The names of all columns. New names are added.</param>
internal sealed class ColumnNames(HashSet<string> taken)
{
    /// <summary>The maximum number of columns of a file: 65,536 (our choice). More come from a wrong delimiter or a damaged file.</summary>
    public const int MaxColumns = 1 << 16;

    /// <summary>The next number of each name. Without it, many columns of one name would each try all numbers again.</summary>
    private readonly Dictionary<string, int> next = new(StringComparer.Ordinal);

    /// <summary>Returns a name with a number, such as <c>n_2</c>, that no column has, and adds it to the names.</summary>
    /// <param name="name">The name of several columns.</param>
    /// <param name="first">The first number to try.</param>
    public string Number(string name, int first = 2)
    {
        for (int number = Math.Max(first, next.GetValueOrDefault(name)); ; number++)
        {
            string candidate = string.Create(CultureInfo.InvariantCulture, $"{name}_{number}");
            if (!taken.Add(candidate)) continue;
            next[name] = number + 1;
            return candidate;
        }
    }
}
