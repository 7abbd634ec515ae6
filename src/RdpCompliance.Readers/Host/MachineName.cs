using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Host;

/// <summary>The computer that a list names in its rows.</summary>
internal static class MachineName
{
    private static readonly DiagnosticDescriptor SeveralComputers =
        new("RDP0174", DiagnosticEffect.Note, "'{0}' is another computer than '{1}' before; the list is not taken as that of one machine.");

    /// <returns><see langword="null"/> when no row names one or two rows name different ones, which is a diagnostic.</returns>
    public static string? Of(IEnumerable<(string Name, Location Place)> rows, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        string? computer = null;
        foreach (var (name, place) in rows)
        {
            // PowerShell writes "." for the computer that it runs on.
            if (name is "" or ".")
            {
                continue;
            }

            if (computer is not null && !computer.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                diagnostics.Add(new(SeveralComputers, place, name, computer));
                return null;
            }

            computer = name;
        }

        return computer;
    }
}
