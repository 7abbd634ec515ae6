using System.Globalization;

namespace RdpCompliance.Engine.Policies;

/// <summary>An error code of the Remote Desktop client and what it truly means.</summary>
/// <param name="Source">Who documents it.</param>
public sealed record ErrorCode(int Number, string Name, string Meaning, string Source)
{
    private const string Disconnect = "https://learn.microsoft.com/en-us/windows/win32/termserv/imstscaxevents-ondisconnected";
    private const string Extended = "https://learn.microsoft.com/en-us/windows/win32/termserv/extendeddisconnectreasoncode";

    private static readonly ErrorCode[] Known =
    [
        new(
            0x3,
            "disconnected by the server",
            "The server ended the connection (reason 3, remote by server). It says who hung up, not why: with extended code 0x7 the server denied the connection.",
            Disconnect),
        new(0x7, "server denied connection", "As an extended code: the server denied the connection (exDiscReasonServerDeniedConnection).", Extended),
        new(0x108, "connection timed out", "No answer came in time (reason 264): a path that swallows packets, or a machine that is off.", Disconnect),
        new(
            0x204,
            "connect failed",
            "The TCP connection could not be made (reason 516): nothing listens, a firewall rejects, or the address is wrong.",
            Disconnect),
        new(
            0x904,
            "socket closed",
            "The client's socket was closed by the other side (reason 2308). TCP was up, so a blocked port is no explanation by itself: the host or something between ended the connection during the handshake or later.",
            Disconnect),
    ];

    /// <summary>Takes hexadecimal with 0x, or decimal.</summary>
    /// <returns><see langword="null"/> for a code that is not known.</returns>
    public static ErrorCode? TryFind(string text)
    {
        var isHexadecimal = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return int.TryParse(
            isHexadecimal ? text.AsSpan(2) : text,
            isHexadecimal ? NumberStyles.AllowHexSpecifier : NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var number)
            ? Array.Find(Known, code => code.Number == number)
            : null;
    }
}
