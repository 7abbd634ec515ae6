using System.Globalization;

namespace RdpCompliance.Cli;

/// <summary>
/// One line on standard error that says how far the scan is; only a terminal sees it, and
/// only when the scan takes long enough to wonder. Any thread may report.
/// </summary>
/// <param name="terminal"><see langword="null"/> when standard error is no terminal, or <c>--quiet</c> was given: nothing is ever written.</param>
internal sealed class Progress(TextWriter? terminal, TimeProvider clock) : IDisposable
{
    private const int BarLength = 24;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private readonly Lock _gate = new();
    private DateTimeOffset _next = clock.GetUtcNow() + Patience;
    private int _written;

    /// <param name="what">What is counted, in the plural: "files".</param>
    public void Report(string what, int done, int total)
    {
        if (terminal is null)
        {
            return;
        }

        lock (_gate)
        {
            if (clock.GetUtcNow() is var now && now >= _next)
            {
                _next = now + Interval;
                Write(Line(what, done, Math.Max(done, total)));
            }
        }
    }

    /// <summary>Wipes the line, so that what is written next begins on a clean one.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            if (_written > 0)
            {
                Write("");
                terminal?.Write('\r');
            }
        }
    }

    public void Dispose() => Clear();

    private static string Line(string what, int done, int total)
    {
        var filled = total == 0 ? 0 : (int)((long)BarLength * done / total);
        return string.Create(CultureInfo.InvariantCulture, $"[{new string('#', filled)}{new string('.', BarLength - filled)}] {done}/{total} {what}");
    }

    /// <remarks>Nothing but carriage returns and spaces: every terminal knows them.</remarks>
    private void Write(string line)
    {
        terminal?.Write($"\r{line.PadRight(_written)}");
        terminal?.Flush();
        _written = line.Length;
    }
}
