using System.Globalization;
using DuckDB.NET.Data;

namespace DataCuration.Tabular.Tests;

/// <summary>DuckDB, as an independent implementation of Parquet and CSV.</summary>
internal static class Duck
{
    public static void Run(string sql) => Query(sql);

    /// <summary>Returns the rows of a query as text, with values separated by a bar and nulls as a hollow circle.</summary>
    public static string[] Query(string sql)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = sql;
        using DuckDBDataReader reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount)
                .Select(i => reader.IsDBNull(i) ? "∘" : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))));
        return [.. rows];
    }
}
