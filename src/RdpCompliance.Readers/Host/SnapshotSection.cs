using System.Collections.Immutable;

namespace RdpCompliance.Readers.Host;

/// <summary>A list of the snapshot, at a property path of the document, and the shape of its items.</summary>
internal sealed record SnapshotSection(string Path, ItemShape Shape)
{
    /// <summary>Every list; <c>policies/schemas/snapshot.json</c> says the same, and a test compares the two.</summary>
    public static ImmutableArray<SnapshotSection> All { get; } =
    [
        new(
            "services",
            new(
                "service",
                ItemShape.NameField,
                [
                    Text("name"),
                    Text("display-name"),
                    Number("start"),
                    Flag("delayed"),
                    Number("status"),
                    Number("type"),
                    Text("binary-path"),
                    Text("account"),
                    Texts("dependencies"),
                    Number("pid"),
                    Number("win32-exit-code"),
                    Number("service-exit-code"),
                    Text("sddl"),
                ])),
        new(
            "certificates",
            new(
                "certificate",
                "thumbprint",
                [
                    new("der", "", null),
                    Text("thumbprint"),
                    Text("store"),
                    Text("location"),
                    Flag("private-key"),
                    Text("key-container"),
                    Text("key-sddl"),
                    Text("friendly-name"),
                    Text("subject"),
                    Text("issuer"),
                    Text("serial"),
                    Instant("not-before"),
                    Instant("not-after"),
                    Texts("eku"),
                    Texts("san"),
                    Texts("key-usage"),
                    Text("key-algorithm"),
                    Number("key-bits"),
                    Text("signature-algorithm"),
                    Flag("self-signed"),
                    Text("template"),
                ])
            {
                More = SnapshotCertificate.Fields,
            }),
        new(
            "firewall.rules",
            new(
                "firewall-rule",
                ItemShape.NameField,
                [
                    Text("name"),
                    Text("display-name"),
                    Text("group"),
                    Flag("enabled"),
                    Word("direction", "in", "out"),
                    Word("action", "allow", "block", "bypass"),
                    Texts("profiles"),
                    Text("protocol"),
                    Texts("local-ports"),
                    Texts("remote-ports"),
                    Texts("local-addresses"),
                    Texts("remote-addresses"),
                    Text("program"),
                    Text("service"),
                    Word("layer", FirewallWords.Layers),
                ])),
        new(
            "firewall.profiles",
            new(
                "firewall-profile",
                ItemShape.NameField,
                [
                    Word("name", "domain", "private", "public"),
                    Flag("enabled"),
                    Word("inbound", "allow", "block"),
                    Word("outbound", "allow", "block"),
                    Flag("allow-inbound-rules"),
                    Flag("allow-local-rules"),
                    Flag("active"),
                    Word("layer", FirewallWords.Layers),
                ])),
        new(
            "profiles",
            new(
                "network-profile",
                "interface",
                [
                    Text("interface"),
                    Number("interface-index"),
                    Text("network"),
                    Word("category", "public", "private", "domain"),
                    Number("ipv4-connectivity"),
                    Number("ipv6-connectivity"),
                ])),
        new(
            "sockets",
            new(
                SocketFields.Space,
                SocketFields.LocalPort,
                [
                    Word(SocketFields.Protocol, "tcp", "udp"),
                    Text(SocketFields.LocalAddress),
                    Number(SocketFields.LocalPort),
                    Text(SocketFields.RemoteAddress),
                    Number(SocketFields.RemotePort),
                    Word(SocketFields.State, SocketFields.Listen, SocketFields.Other),
                    Number(SocketFields.Process),
                    Text("process"),
                    Texts("services"),
                ])
            {
                Name = SocketFields.NameOf,
            }),
        new(
            "adapters",
            new(
                "adapter",
                ItemShape.NameField,
                [
                    Text("name"),
                    Number("interface-index"),
                    Text("description"),
                    Word("status", "up", "down", "disabled", "not-present"),
                    Flag("dhcp"),
                    Texts("addresses"),
                    Texts("gateways"),
                    Texts("dns-servers"),
                    Text("driver-provider"),
                    Text("driver-version"),
                    Instant("driver-date"),
                    Text("service"),
                ])),
        new(
            "routes",
            new(
                "route",
                "destination",
                [Text("destination"), Text("next-hop"), Text("interface"), Number("interface-index"), Number("metric"), Flag("persistent")])
            {
                Name = item => $"{item.Find("destination")?.Value} {item.Find("next-hop")?.Value} {item.Find("interface-index")?.Value}".TrimEnd(),
            }),
        new(
            "mtu",
            new("mtu", "interface", [Text("interface"), Number("interface-index"), Word("family", "ipv4", "ipv6"), Number("mtu")])
            {
                Name = item => $"{item.Find("interface")?.Value} {item.Find("family")?.Value}".TrimEnd(),
            }),
        new(
            "hosts-file",
            new("hosts-entry", "address", [Text("address"), Texts("names"), Number("line")])
            {
                Name = item => $"{item.Find("address")?.Value} {item.Find("names")?.Value}".TrimEnd(),
            }),
        new("hotfixes", new("hotfix", "id", [Text("id"), Instant("installed-on"), Text("description")])),
        new(
            "features",
            new(
                "feature",
                ItemShape.NameField,
                [
                    Text("name"),
                    Text("display-name"),
                    Flag("installed"),
                    Word("state", "available", "installed", "uninstall-pending", "install-pending", "not-present", "removed"),
                ])),
        new("drives", new("drive", ItemShape.NameField, [Text("name"), Flag("system"), Number("size-bytes"), Number("free-bytes"), Text("file-system")])),
        new(
            "devices",
            new(
                "device",
                "instance-id",
                [
                    Text("instance-id"),
                    Text("class"),
                    Text("class-guid"),
                    Text("friendly-name"),
                    Flag("present"),
                    Text("status"),
                    Number("problem"),
                    Text("service"),
                    Text("driver-version"),
                    Instant("driver-date"),
                ])),
        new(
            "events",
            new(
                EventFields.Space,
                EventFields.Id,
                [
                    Text(EventFields.Provider),
                    Number(EventFields.Id),
                    Instant(EventFields.Time),
                    Number(EventFields.Level),
                    Number(EventFields.RecordId),
                    Text(EventFields.Channel),
                    Text(EventFields.Computer),
                    Texts(EventFields.Data),
                    new("named.*", EventFields.Named("*"), FieldForm.Text),
                    Text(EventFields.Binary),
                ])
            {
                Name = EventFields.NameOf,
            }),
        new("acl", new("acl", "path", [Text("path"), Word("kind", "file", "folder", "registry-key", "service"), Text("sddl"), Texts("entries")])),
        new("time-offset", new("time-offset", "source", [Text("source"), Number("offset-ms"), Instant("last-sync")])),
        new("secure-channel", new("secure-channel", "domain", [Text("domain"), Text("controller"), Flag("healthy"), Number("status-code")])),
        new(
            "probes",
            new(
                "probe",
                "target",
                [
                    Text("target"),
                    Number("port"),
                    Word("kind", "tcp", "udp", "tls", "rdp", "dns", "http", "ping"),
                    Flag("reachable"),
                    Number("error-code"),
                    Text("remote-address"),
                    Text("source-address"),
                    Texts("addresses"),
                    Number("selected-protocol"),
                    Number("failure-code"),
                    Text("tls-version"),
                    Text("certificate"),
                    Number("round-trip-ms"),
                    Number("path-mtu"),
                    Instant("time"),
                ])
            {
                Name = item => $"{item.Find("kind")?.Value} {item.Find("target")?.Value}{(item.Find("port") is { } port ? $":{port.Value}" : "")}".TrimStart(),
            }),
    ];

    /// <summary>The machine itself; not a list.</summary>
    public static ItemShape Machine { get; } =
        new(
            "machine",
            ItemShape.NameField,
            [
                Text("name"),
                Text("domain"),
                Flag("domain-joined"),
                Number("os.build"),
                Number("os.ubr"),
                Number("os.product-type"),
                Text("os.edition"),
                Instant("last-boot"),
                Text("azure-id"),
            ]);

    private static FieldShape Text(string name) => new(name, name, FieldForm.Text);

    private static FieldShape Number(string name) => new(name, name, FieldForm.Number);

    private static FieldShape Flag(string name) => new(name, name, FieldForm.Flag);

    private static FieldShape Instant(string name) => new(name, name, FieldForm.Instant);

    private static FieldShape Texts(string name) => new(name, name, FieldForm.Texts);

    private static FieldShape Word(string name, params string[] words) => new(name, name, FieldForm.Word(words));
}
