using System.Collections.Immutable;
using System.Net;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Host;

/// <summary>The computer that a list names in its rows.</summary>
internal static class MachineName
{
    private static readonly DiagnosticDescriptor SeveralComputers =
        new("RDP0174", DiagnosticEffect.Note, "'{0}' is another computer than '{1}' before; the list is not taken as that of one machine.");

    /// <summary>
    /// The first label of the name: logs write the full DNS name of a computer that the
    /// registry and other lists of the same machine name without its domain.
    /// </summary>
    /// <returns><see langword="null"/> when no row names one or two rows name different ones, which is a diagnostic.</returns>
    public static string? Of(IEnumerable<(string Name, Location Place)> rows, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        string? computer = null;
        foreach (var (written, place) in rows)
        {
            // PowerShell writes "." for the computer that it runs on.
            var name = IPAddress.TryParse(written, out _) ? written : written.Split('.')[0];
            if (name.Length == 0)
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
