using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Readers.Host;

/// <summary>
/// What one cmdlet gives to <c>ConvertTo-Json</c>, known by its properties: of each group in
/// <paramref name="Known"/> one must be there. Enumerations come as numbers, or as their English names, which
/// are
/// code and not localised.
/// </summary>
internal sealed record PowerShellShape(ItemShape Shape, params ImmutableArray<ImmutableArray<string>> Known)
{
    private static readonly FieldForm Layer = FieldForm.Choice(
        (1, "Local", "local"),
        (2, "GroupPolicy", "policy"),
        (3, "Dynamic", "dynamic"),
        (4, "Generated", "generated"),
        (5, "Hardcoded", "hardcoded"),
        (6, "MDM", "mdm"));

    /// <summary>PowerShell 7's own enumeration: 10 is an automatic start with delay; -1 means that it could not tell.</summary>
    private static readonly FieldForm StartupType = new(
        "a number or name of Automatic, Manual, Disabled, AutomaticDelayedStart",
        node => FieldForm.Shown(node) is var shown && node is Node.Text or Node.Number ? shown switch
        {
            "2" or "Automatic" or "10" or "AutomaticDelayedStart" => new SettingValue.Number(2),
            "3" or "Manual" => new SettingValue.Number(3),
            "4" or "Disabled" => new SettingValue.Number(4),
            "-1" or "InvalidValue" => new SettingValue.Unresolved(UnknownReason.NotCollected, "StartType"),
            _ => null,
        } : null);

    /// <summary>
    /// Workstations are 0 and 1, servers 2 and 3, controllers of a domain 4 and 5; VER_NT_WORKSTATION is 1, a controller 2, a server 3.
    /// </summary>
    private static readonly FieldForm DomainRole = new(
        "a number of 0 to 5 or its name",
        node => (node is Node.Number number ? FieldForm.Whole(number) : null, node is Node.Text text ? text.Value : null) switch
        {
            (0 or 1, _) or (_, "StandaloneWorkstation" or "MemberWorkstation") => new SettingValue.Number(1),
            (2 or 3, _) or (_, "StandaloneServer" or "MemberServer") => new SettingValue.Number(3),
            (4 or 5, _) or (_, "BackupDomainController" or "PrimaryDomainController") => new SettingValue.Number(2),
            _ => null,
        });

    /// <summary>CM_PROB_… of cfg.h, beginning with 0.</summary>
    private static readonly FieldForm Problem = FieldForm.Numbered([
        .. (
            "NONE NOT_CONFIGURED DEVLOADER_FAILED OUT_OF_MEMORY ENTRY_IS_WRONG_TYPE LACKED_ARBITRATOR BOOT_CONFIG_CONFLICT FAILED_FILTER DEVLOADER_NOT_FOUND INVALID_DATA FAILED_START LIAR "
            + "NORMAL_CONFLICT NOT_VERIFIED NEED_RESTART REENUMERATION PARTIAL_LOG_CONF UNKNOWN_RESOURCE REINSTALL REGISTRY VXDLDR WILL_BE_REMOVED DISABLED DEVLOADER_NOT_READY DEVICE_NOT_THERE "
            + "MOVED TOO_EARLY NO_VALID_LOG_CONF FAILED_INSTALL HARDWARE_DISABLED CANT_SHARE_IRQ FAILED_ADD DISABLED_SERVICE TRANSLATION_FAILED NO_SOFTCONFIG BIOS_TABLE IRQ_TRANSLATION_FAILED "
            + "FAILED_DRIVER_ENTRY DRIVER_FAILED_PRIOR_UNLOAD DRIVER_FAILED_LOAD DRIVER_SERVICE_KEY_INVALID LEGACY_SERVICE_NO_DEVICES DUPLICATE_DEVICE FAILED_POST_START HALTED PHANTOM "
            + "SYSTEM_SHUTDOWN HELD_FOR_EJECT DRIVER_BLOCKED REGISTRY_TOO_LARGE SETPROPERTIES_FAILED WAITING_ON_DEPENDENCY UNSIGNED_DRIVER")
            .Split(' ')
            .Select((name, number) => (number, $"CM_PROB_{name}")),
    ]);

    /// <summary>In the order in which they are tried: a rule that carries its filters is a rule.</summary>
    public static ImmutableArray<PowerShellShape> All { get; } =
    [
        // Get-Service: ServiceControllerStatus and ServiceStartMode are the numbers of winsvc.h.
        new(
            new(
                "service", ItemShape.NameField,
                [
                    new("ServiceName", ItemShape.NameField, FieldForm.Text),
                    new("Name", ItemShape.NameField, FieldForm.Text),
                    new("DisplayName", "display-name", FieldForm.Text),
                    new(
                        "Status",
                        "status",
                        FieldForm.Numbered(
                            (1, "Stopped"),
                            (2, "StartPending"),
                            (3, "StopPending"),
                            (4, "Running"),
                            (5, "ContinuePending"),
                            (6, "PausePending"),
                            (7, "Paused"))),
                    new("StartType", "start", FieldForm.Numbered((0, "Boot"), (1, "System"), (2, "Automatic"), (3, "Manual"), (4, "Disabled"))),
                    new("StartupType", "start", StartupType),
                    new("DelayedAutoStart", "delayed", FieldForm.Flag),
                    new("BinaryPathName", "binary-path", FieldForm.Text),
                    new("UserName", "account", FieldForm.Text),
                ])
            {
                More = Delayed,
            },
            ["Name", "ServiceName"], ["Status"], ["StartType", "StartupType", "ServiceType", "ServiceHandle", "CanStop"]),

        // Win32_Service: words of the class, not of a language. https://learn.microsoft.com/windows/win32/cimwin32prov/win32-service
        new(
            new(
                "service", ItemShape.NameField,
                [
                    new("Name", ItemShape.NameField, FieldForm.Text), new("DisplayName", "display-name", FieldForm.Text),
                    new("State", "status", FieldForm.Numbered(
                        (1, "Stopped"), (2, "Start Pending"), (3, "Stop Pending"), (4, "Running"), (5, "Continue Pending"),
                        (6, "Pause Pending"), (7, "Paused"))),
                    new("StartMode", "start", FieldForm.Numbered((0, "Boot"), (1, "System"), (2, "Auto"), (3, "Manual"), (4, "Disabled"))),
                    new("DelayedAutoStart", "delayed", FieldForm.Flag), new("PathName", "binary-path", FieldForm.Text),
                    new("StartName", "account", FieldForm.Text), new("ProcessId", "pid", FieldForm.Number),
                ]),
            ["Name"], ["State"], ["StartMode"]),

        // Win32_ComputerSystem, Win32_OperatingSystem and Get-ComputerInfo: the machine as a whole.
        new(
            new(
                "machine", ItemShape.NameField,
                [
                    new("Name", ItemShape.NameField, FieldForm.Text), new("Domain", "domain", FieldForm.Text),
                    new("PartOfDomain", "domain-joined", FieldForm.Flag), new("DomainRole", "os.product-type", DomainRole),
                ]),
            ["Name"], ["PartOfDomain"], ["Domain", "DomainRole", "Workgroup"]) { MachineProperty = "Name" },
        new(
            new(
                "machine", ItemShape.NameField,
                [
                    new("CSName", ItemShape.NameField, FieldForm.Text), new("BuildNumber", "os.build", FieldForm.NumberText),
                    new("ProductType", "os.product-type", FieldForm.Number),
                    new("LastBootUpTime", "last-boot", FieldForm.Instant),
                ]),
            ["CSName"], ["BuildNumber"], ["ProductType"]),
        new(
            new(
                "machine", ItemShape.NameField,
                [
                    new("CsName", ItemShape.NameField, FieldForm.Text), new("CsDomain", "domain", FieldForm.Text),
                    new("CsPartOfDomain", "domain-joined", FieldForm.Flag),
                    new("CsDomainRole", "os.product-type", DomainRole), new("OsBuildNumber", "os.build", FieldForm.NumberText),
                    new("WindowsUBR", "os.ubr", FieldForm.Number),
                    new("WindowsEditionId", "os.edition", FieldForm.Text), new("OsLastBootUpTime", "last-boot", FieldForm.Instant),
                ]),
            ["CsName"], ["OsBuildNumber", "CsDomainRole", "CsPartOfDomain"]) { MachineProperty = "CsName" },

        // Get-NetFirewallProfile, MSFT_NetFirewallProfile.
        new(
            new(FirewallProfileListing.Space, ItemShape.NameField, [new("Name", ItemShape.NameField, FirewallProfileListing.Name)]),
            ["Name"], ["Enabled"], ["DefaultInboundAction"]),

        // Get-NetFirewallRule, MSFT_NetFirewallRule; PolicyStoreSourceType is FW_RULE_ORIGIN_TYPE
        // ([MS-FASP] 2.2.31). The filters may have been joined to it by the user.
        new(
            new(
                "firewall-rule", ItemShape.NameField,
                [
                    new("InstanceID", ItemShape.NameField, FieldForm.Text),
                    new("Name", ItemShape.NameField, FieldForm.Text),
                    new("DisplayName", "display-name", FieldForm.Text),
                    new("ElementName", "display-name", FieldForm.Text),
                    new("RuleGroup", "group", FieldForm.Text),
                    new("Group", "group", FieldForm.Text),
                    new("Enabled", "enabled", FirewallForms.Enabled),
                    new("Direction", "direction", FieldForm.Choice((1, "Inbound", "in"), (2, "Outbound", "out"))),
                    new("Action", "action", FieldForm.Choice((2, "Allow", "allow"), (3, "AllowBypass", "bypass"), (4, "Block", "block"))),
                    new("Profiles", "profiles", FirewallForms.Profiles),
                    new("Profile", "profiles", FirewallForms.Profiles),
                    new("PolicyStoreSourceType", "layer", Layer),
                    .. FirewallForms.PortFilter,
                    .. FirewallForms.AddressFilter,
                    .. FirewallForms.ApplicationFilter,
                    new("Service", "service", FieldForm.Text),
                ]),
            ["InstanceID", "Name"],
            ["Direction"],
            ["Action"],
            ["Enabled"]),
        // The filters of a rule carry its InstanceID: their fields join the rule of that name.
        new(
            new("firewall-rule", ItemShape.NameField, [new("InstanceID", ItemShape.NameField, FieldForm.Text), .. FirewallForms.PortFilter]),
            ["InstanceID"],
            ["Protocol"],
            ["LocalPort"]),
        new(
            new("firewall-rule", ItemShape.NameField, [new("InstanceID", ItemShape.NameField, FieldForm.Text), .. FirewallForms.AddressFilter]),
            ["InstanceID"],
            ["LocalAddress", "LocalIP"],
            ["RemoteAddress", "RemoteIP"]),
        new(
            new("firewall-rule", ItemShape.NameField, [new("InstanceID", ItemShape.NameField, FieldForm.Text), .. FirewallForms.ApplicationFilter]),
            ["InstanceID"],
            ["Program", "AppPath"]),
        new(
            new(
                "firewall-rule",
                ItemShape.NameField,
                [
                    new("InstanceID", ItemShape.NameField, FieldForm.Text),
                    new("ServiceName", "service", FieldForm.Text),
                    new("Service", "service", FieldForm.Text),
                ]),
            ["InstanceID"],
            ["ServiceName", "Service"]),
        // Get-NetConnectionProfile, MSFT_NetConnectionProfile.
        new(
            new(
                "network-profile", "interface",
                [
                    new("InterfaceAlias", "interface", FieldForm.Text),
                    new("InterfaceIndex", "interface-index", FieldForm.Number),
                    new("Name", "network", FieldForm.Text),
                    new(
                        "NetworkCategory",
                        "category",
                        FieldForm.Choice((0, "Public", "public"), (1, "Private", "private"), (2, "DomainAuthenticated", "domain"))),
                    new("IPv4Connectivity", "ipv4-connectivity", FirewallForms.Connectivity),
                    new("IPv6Connectivity", "ipv6-connectivity", FirewallForms.Connectivity),
                ]),
            ["NetworkCategory"],
            ["InterfaceAlias"]),
        // Get-NetTCPConnection, MSFT_NetTCPConnection: of its states only listening counts.
        new(
            new(
                SocketFields.Space, SocketFields.LocalPort,
                [
                    new("LocalAddress", SocketFields.LocalAddress, FieldForm.Text),
                    new("LocalPort", SocketFields.LocalPort, FieldForm.Number),
                    new("RemoteAddress", SocketFields.RemoteAddress, FieldForm.Text),
                    new("RemotePort", SocketFields.RemotePort, FieldForm.Number),
                    new(
                        "State",
                        SocketFields.State,
                        FieldForm.Choice(
                            (1, "Closed", SocketFields.Other),
                            (2, "Listen", SocketFields.Listen),
                            (3, "SynSent", SocketFields.Other),
                            (4, "SynReceived", SocketFields.Other),
                            (5, "Established", SocketFields.Other),
                            (6, "FinWait1", SocketFields.Other),
                            (7, "FinWait2", SocketFields.Other),
                            (8, "CloseWait", SocketFields.Other),
                            (9, "Closing", SocketFields.Other),
                            (10, "LastAck", SocketFields.Other),
                            (11, "TimeWait", SocketFields.Other),
                            (12, "DeleteTCB", SocketFields.Other),
                            (100, "Bound", SocketFields.Other))),
                    new("OwningProcess", SocketFields.Process, FieldForm.Number),
                ])
            {
                More = (body, _) => [new(SocketFields.Protocol, new SettingValue.Text("tcp"), body.Location)],
                Name = SocketFields.NameOf,
            },
            ["LocalAddress"], ["LocalPort"], ["State"], ["OwningProcess", "RemotePort"]),

        // Get-HotFix, Win32_QuickFixEngineering.
        new(
            new(
                "hotfix",
                "id",
                [
                    new("HotFixID", "id", FieldForm.Text),
                    new("InstalledOn", "installed-on", FieldForm.Instant),
                    new("Description", "description", FieldForm.Text),
                ]),
            ["HotFixID"]),
        // Get-WindowsFeature; the states are those of MSFT_ServerFeature.
        new(
            new(
                "feature", ItemShape.NameField,
                [
                    new("Name", ItemShape.NameField, FieldForm.Text),
                    new("DisplayName", "display-name", FieldForm.Text),
                    new("Installed", "installed", FieldForm.Flag),
                    new(
                        "InstallState",
                        "state",
                        FieldForm.Choice(
                            (0, "Available", "available"),
                            (1, "Installed", "installed"),
                            (2, "UninstallPending", "uninstall-pending"),
                            (3, "InstallPending", "install-pending"),
                            (4, "NotPresent", "not-present"),
                            (5, "Removed", "removed"))),
                ]),
            ["Name"],
            ["InstallState"]),
        // Win32_LogicalDisk: DeviceID is the letter with its colon, both sizes are bytes.
        new(
            new(
                "drive", ItemShape.NameField,
                [
                    new("DeviceID", ItemShape.NameField, FieldForm.Text),
                    new("Size", "size-bytes", FieldForm.Number),
                    new("FreeSpace", "free-bytes", FieldForm.Number),
                    new("FileSystem", "file-system", FieldForm.Text),
                ]),
            ["DeviceID"], ["Size"], ["FreeSpace"]),

        // Get-PnpDevice, Win32_PnPEntity.
        new(
            new(
                "device", "instance-id",
                [
                    new("InstanceId", "instance-id", FieldForm.Text), new("PNPDeviceID", "instance-id", FieldForm.Text),
                    new("Class", "class", FieldForm.Text), new("PNPClass", "class", FieldForm.Text), new("ClassGuid", "class-guid", FieldForm.Text),
                    new("FriendlyName", "friendly-name", FieldForm.Text), new("Present", "present", FieldForm.Flag), new("Status", "status", FieldForm.Text),
                    new("Problem", "problem", Problem), new("ConfigManagerErrorCode", "problem", Problem), new("Service", "service", FieldForm.Text),
                ]),
            ["InstanceId", "PNPDeviceID"], ["Class", "PNPClass", "ClassGuid"], ["Problem", "ConfigManagerErrorCode", "Status", "Present"]),

        // Get-WinEvent, EventLogRecord. Its message is localised and not read.
        new(
            new(
                EventFields.Space, EventFields.Id,
                [
                    new("ProviderName", EventFields.Provider, FieldForm.Text),
                    new("Id", EventFields.Id, FieldForm.Number),
                    new("TimeCreated", EventFields.Time, FieldForm.Instant),
                    new("Level", EventFields.Level, FieldForm.Number),
                    new("RecordId", EventFields.RecordId, FieldForm.Number),
                    new("LogName", EventFields.Channel, FieldForm.Text),
                    new("MachineName", EventFields.Computer, FieldForm.Text),
                ])
            {
                More = PowerShellEvent.Data,
                Name = EventFields.NameOf,
            },
            ["ProviderName"], ["Id"], ["TimeCreated"]),
    ];

    /// <summary>The property that names the computer, besides those that every cmdlet may add; <see langword="null"/> for most.</summary>
    public string? MachineProperty { get; private init; }

    /// <summary>A firewall rule itself, and not one of its filters.</summary>
    public bool IsRule => Shape.Fields.Any(shape => shape.Field == "direction");

    /// <summary>Of two properties the number of PowerShell 7 says it where the service's own does not.</summary>
    private static IEnumerable<ItemField> Delayed(Node.Object body, ImmutableArray<Diagnostic>.Builder diagnostics) =>
        body.Properties.FirstOrDefault(property => property.Name == "StartupType")?.Value is { } stated
            && FieldForm.Shown(FieldForm.Unwrap(stated)) is var shown and ("10" or "AutomaticDelayedStart" or "2" or "Automatic")
            ? [new("delayed", new SettingValue.Flag(shown is "10" or "AutomaticDelayedStart"), stated.Location)]
            : [];

    public bool Matches(Node.Object body) =>
        Known.All(group => group.Any(name => body.Properties.Any(property => property.Name == name)));
}
