<?php

namespace Passwave;

use MediaWiki\Auth\AuthenticationRequest;
use MediaWiki\Extension\ConfirmEdit\SimpleCaptcha\SimpleCaptcha;
use MediaWiki\MediaWikiServices;

/**
 * The check of ConfirmEdit, made by a Passwave server.
 */
final class Captcha extends SimpleCaptcha {
	/** The form's field with the token. */
	public const FIELD = 'passwave-response';

	/** What the page's check has as its action, for each of ConfirmEdit's; others are edits. */
	private const ACTIONS = [ 'accountcreate' => 'create-account', 'badlogin' => 'sign-in' ];

	/** @var string */
	protected static $messagePrefix = 'passwave-';

	/** @var \Config */
	private $settings;

	/** @var string[] The verdicts of this request: ConfirmEdit asks twice about one token. */
	private $verdicts = [];

	/** @var string|null */
	private $problem = null;

	public function __construct() {
		$this->settings = MediaWikiServices::getInstance()->getMainConfig();
	}

	/** The element and its script. */
	public function element(): string {
		$told = [
			'server' => $this->server() . '/',
			'sitekey' => $this->settings->get( 'PasswaveSitekey' ),
			'action' => $this->checkedAction(),
		];
		$attributes = '';
		foreach ( $told as $name => $value ) {
			$attributes .= sprintf( ' %s="%s"', $name, htmlspecialchars( $value ) );
		}
		// A page that is edited has further buttons, such as "Show preview", which the browser must not hold back.
		$required = $told['action'] === 'edit' ? '' : ' required';
		return "<pass-wave$attributes$required></pass-wave>";
	}

	public function script(): string {
		return '<script src="' . htmlspecialchars( $this->server() . '/passwave.js' ) . '" async></script>';
	}

	private function server(): string {
		return rtrim( $this->settings->get( 'PasswaveServer' ), '/' );
	}

	private function checkedAction(): string {
		return self::ACTIONS[ $this->action ?? '' ] ?? 'edit';
	}

	/** @inheritDoc */
	public function getFormInformation( $tabIndex = 1 ) {
		return [ 'html' => $this->element(), 'headitems' => [ $this->script() ] ];
	}

	/** @inheritDoc */
	public static function getCSPUrls() {
		return [ MediaWikiServices::getInstance()->getMainConfig()->get( 'PasswaveServer' ) ];
	}

	/** @inheritDoc */
	protected function getCaptchaParamsFromRequest( \WebRequest $request ) {
		// Clients of the API have no form: they send the token in ConfirmEdit's own parameter.
		return [ '', $request->getVal( self::FIELD, $request->getVal( 'wpCaptchaWord' ) ) ];
	}

	/** @inheritDoc */
	protected function passCaptcha( $index, $token ) {
		$token = (string)$token;
		$action = $this->checkedAction();
		$this->verdicts[ "$action $token" ] ??= $this->siteverify()->verdict( $token, $action );
		$verdict = $this->verdicts[ "$action $token" ];
		$this->problem = self::problemOf( $verdict );
		$lets = $this->settings->get( 'PasswaveWhenUnavailable' ) === 'allow' && $verdict === Siteverify::UNAVAILABLE;
		return $verdict === Siteverify::PASSED || $lets;
	}

	private function siteverify(): Siteverify {
		return new Siteverify(
			$this->server(),
			$this->settings->get( 'PasswaveSitekey' ),
			$this->settings->get( 'PasswaveSecret' )
		);
	}

	private static function problemOf( string $verdict ): ?string {
		$isVerdict = $verdict === Siteverify::PASSED || $verdict === Siteverify::REFUSED;
		return $isVerdict ? null : wfMessage( 'passwave-unavailable' )->text();
	}

	/** @inheritDoc */
	public function getMessage( $action ) {
		return $this->problem === null ? parent::getMessage( $action ) : wfMessage( 'passwave-unavailable' );
	}

	/** @inheritDoc */
	public function getError() {
		return $this->problem;
	}

	/** @inheritDoc */
	public function describeCaptchaType() {
		$sitekey = $this->settings->get( 'PasswaveSitekey' );
		return [ 'type' => 'passwave', 'mime' => 'text/html', 'server' => $this->server(), 'key' => $sitekey ];
	}

	/** @inheritDoc */
	protected function addCaptchaAPI( &$resultArr ) {
		$resultArr['captcha'] = $this->describeCaptchaType();
		$resultArr['captcha']['error'] = $this->problem;
	}

	/** Nothing is kept here: the server does. */
	public function getCaptcha() {
		return [];
	}

	/** @inheritDoc */
	public function storeCaptcha( $info ) {
		return '';
	}

	/** @inheritDoc */
	public function retrieveCaptcha( $index ) {
		return [ 'index' => $index ];
	}

	/** @inheritDoc */
	public function createAuthenticationRequest() {
		return new CheckRequest();
	}

	/** @inheritDoc */
	public function onAuthChangeFormFields( array $requests, array $fieldInfo, array &$formDescriptor, $action ) {
		if ( AuthenticationRequest::getRequestByClass( $requests, CheckRequest::class ) ) {
			$formDescriptor['captchaWord'] = [ 'class' => CheckField::class, 'captcha' => $this ]
				+ $formDescriptor['captchaWord'];
		}
	}
}
