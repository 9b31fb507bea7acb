<?php

namespace Passwave;

use MediaWiki\Auth\AuthenticationRequest;
use MediaWiki\Extension\ConfirmEdit\Auth\CaptchaAuthenticationRequest;

/**
 * The token among what is sent to open an account or to sign in.
 */
final class CheckRequest extends CaptchaAuthenticationRequest {
	public function __construct() {
		parent::__construct( '', [] );
	}

	/** @inheritDoc */
	public function loadFromSubmission( array $data ) {
		return AuthenticationRequest::loadFromSubmission( $data );
	}

	/** @inheritDoc */
	public function getFieldInfo() {
		$words = [ 'label' => wfMessage( 'passwave-label' ), 'help' => wfMessage( 'passwave-createaccount' ) ];
		// Without a token, too, the check is made, and says what is missing.
		return [ 'captchaWord' => $words + [ 'type' => 'string', 'optional' => true ] ];
	}
}
