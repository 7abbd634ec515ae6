using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Readers.Host;

/// <summary>The fields that all formats give an item of space "socket". A UDP socket has no state.</summary>
internal static class SocketFields
{
    public const string Space = "socket";
    public const string Protocol = "protocol";
    public const string LocalAddress = "local-address";
    public const string LocalPort = "local-port";
    public const string RemoteAddress = "remote-address";
    public const string RemotePort = "remote-port";
    public const string State = "state";
    public const string Process = "pid";
    public const string Listen = "listen";
    public const string Other = "other";

    /// <summary>"tcp 0.0.0.0:3389", and for a connection its other end: "tcp 10.0.0.4:3389 10.0.0.9:50123".</summary>
    public static string NameOf(Item item)
    {
        var local = $"{item.Find(Protocol)?.Value} {EndPoint(item, LocalAddress, LocalPort)}";
        return item.Find(RemotePort)?.Value is SettingValue.Number(not 0) ? $"{local} {EndPoint(item, RemoteAddress, RemotePort)}" : local;
    }

    private static string EndPoint(Item item, string address, string port)
    {
        var host = item.Find(address)?.Value.ToString() ?? "";
        return host.Contains(':', StringComparison.Ordinal) ? $"[{host}]:{item.Find(port)?.Value}" : $"{host}:{item.Find(port)?.Value}";
    }
}
