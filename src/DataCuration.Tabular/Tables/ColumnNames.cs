using System.Globalization;

namespace DataCuration.Tabular;

/// <summary>Names for columns that have none, or share it with another column.</summary>
internal static class ColumnNames
{
    /// <summary>Returns a name with a number, such as <c>n_2</c>, that no column has, and adds it to the names.</summary>
    /// <param name="name">The name of several columns.</param>
    /// <param name="taken">The names of all columns.</param>
    /// <param name="first">The first number to try.</param>
    public static string Number(string name, HashSet<string> taken, int first = 2)
    {
        for (int number = first; ; number++)
        {
            string candidate = string.Create(CultureInfo.InvariantCulture, $"{name}_{number}");
            if (taken.Add(candidate)) return candidate;
        }
    }
}
