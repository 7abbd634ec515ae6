using System.Collections.Frozen;
using RdpCompliance.Engine.Facts;

namespace RdpCompliance.Engine.Subjects;

/// <summary>What documentation says of things of a kind by their names: a table of the pack, so that it is renewed without a program.</summary>
/// <param name="By">The field that the first cell of a row is compared with, ignoring case.</param>
/// <param name="Source">Where it is documented and when it was read.</param>
public sealed record KnownRows(string By, string Source, FrozenDictionary<string, FieldValue.Row> Rows)
{
    /// <summary>A cell of the row of a thing; absent where no row is its, or the row has no such cell.</summary>
    internal Fact Cell(Fact key, string cell)
    {
        if (!key.IsKnown)
        {
            return key;
        }

        var row = key.Value is { } name ? Rows.GetValueOrDefault(name.ToString()) : null;
        return row is not null && row.Cells.TryGetValue(cell, out var value)
            ? Fact.Known(value) with { Grounds = key.Grounds, Because = $"{key.Value} has {cell} {value}" }
            : Fact.Absent() with { Grounds = key.Grounds, Because = row is null ? $"'{key.Value}' is not documented" : $"{key.Value} has no {cell}" };
    }
}
